import { Pool } from 'undici'
import { callLoop, readCallPlan } from '../src/call-loop.ts'

/** The least that a call between two processes takes: an undici pool, and JSON both ways. */
const plan = readCallPlan()
const pool = new Pool(`http://127.0.0.1:${plan.port}`, { connections: 32, pipelining: 1 })
const body = JSON.stringify({ productIds: [plan.productId] })

await callLoop(plan, async () => {
  const response = await pool.request({
    method: 'POST',
    path: '/internal/products/known',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const { productIds } = (await response.body.json()) as { productIds: string[] }
  if (productIds[0] !== plan.productId) throw new Error(`the answer was ${response.statusCode} ${productIds}`)
})
await pool.close()
