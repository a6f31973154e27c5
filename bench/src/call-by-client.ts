import { newContext } from '@saleday/chassis/context'
import { createLogger } from '@saleday/chassis/logger'
import { serviceClient } from '@saleday/chassis/service-client'
import { serviceTokens } from '@saleday/chassis/service-tokens'
import { whichProductsExist } from '@saleday/contracts/product'
import { Registry } from 'prom-client'
import { callLoop, readCallPlan } from './call-loop.ts'

/** Calls of cart to product as cart makes them: with deadline, trace, metrics and a service token. */
const plan = readCallPlan()
const { log } = createLogger({ name: 'cart', level: 'silent' })
const noKeys = () => Promise.reject(new Error('nobody calls this process'))
const service = serviceTokens({ self: 'cart', dir: plan.tokensDir, getKey: noKeys, subjectPrefix: '' })
const refuse = async (): Promise<never> => Promise.reject(new Error('nobody calls this process'))
const product = serviceClient(
  {
    name: 'cart',
    log,
    metrics: new Registry(),
    tokens: { customer: { verify: refuse }, service },
    limits: { maxInFlight: 200 },
    isDraining: () => false,
    draining: new AbortController().signal,
  },
  { to: 'product', url: `http://127.0.0.1:${plan.port}` },
)

await callLoop(plan, async () => {
  const context = newContext(log, 8_000)
  const trace = context.requestId.replaceAll('-', '')
  const traceparent = `00-${trace}-${trace.slice(0, 16)}-00`
  const { productIds } = await product.call(
    whichProductsExist,
    { body: { productIds: [plan.productId] } },
    { ...context, traceparent },
  )
  if (productIds[0] !== plan.productId) throw new Error(`the answer was ${productIds}`)
})
await product.close()
