import type { Context } from '@saleday/chassis/context'
import { NoAnswer, type ServiceClient } from '@saleday/chassis/service-client'
import type { Refund } from '@saleday/contracts/payment'
import type { RouteDefinition, RouteRequest } from '@saleday/contracts/route'
import type { Asking } from '@saleday/payment/ask-bank'
import { bankClient } from '@saleday/payment/clients'
import { makeCounters } from '@saleday/payment/metrics'
import type { Authorisation } from '@saleday/payment/payment'
import { type Refunding, refundPayment } from '@saleday/payment/refund-payment'
import { settler } from '@saleday/payment/settle-payments'
import type { WebhookStore } from '@saleday/payment/webhook-store'
import { Registry } from 'prom-client'
import { paymentPods } from './clients.ts'
import { memoryRefunds, memoryWebhooks } from './memory-payments.ts'
import { overWire, type Sync } from './wire.ts'
import { addProcess, type World } from './world.ts'

/** As in production: a call to the bank, and how long an asker is left alone with its question. */
const bankTimeoutMs = 3_000
const askAgainMs = bankTimeoutMs + 1_000
const settle = { everyMs: 1_000, atOnce: 20 }

const metrics = new Registry()
const counters = makeCounters(metrics)

export type PaymentPod = ReturnType<typeof startPaymentPod>['pod']

/** A process of the payment service, put together as build.ts does. */
export function startPaymentPod(world: World, name: string) {
  const { time, wire, parts, log, luck } = world
  const process = addProcess(world, 'payment', name)
  const random = () => luck.of('payment database').number()
  const options = { tables: world.payments, nowMs: time.nowMs, random, askAgainMs }
  const payments = overWire<Asking['payments']>('payments', parts.payments(options), wire)
  const refunds = overWire<Asking['refunds']>('refunds', memoryRefunds(options), wire)
  const webhooks = overWire<WebhookStore>('webhooks', memoryWebhooks(world.payments, time.nowMs), wire)
  const client = parts.bankConnection(bankConnection(world))
  const bank = parts.bankClient(
    bankClient({ client, counters, merchantKey: 'the merchant', timeoutMs: bankTimeoutMs }),
    world.bank,
  )
  const asking = { payments, refunds, bank, counters }
  const worker = settler({ ...asking, webhooks, log, metrics }, settle)
  time.within(process, () => worker.start())

  const pod = {
    authorise: (order: Authorisation, context: Context) => parts.authorise(asking, order, context),
    capture: (orderId: string, context: Context) => parts.capture(asking, orderId, context),
    void: (orderId: string, context: Context) => parts.void(asking, orderId, context),
    hint: (webhookId: string, orderId: string) => webhooks.hint(webhookId, orderId),
    refund: (refund: Omit<Refund, 'state'>, context: Context) =>
      refundPayment({ ...asking, ...oneTransaction(world, memoryRefunds(options)) }, refund, context),
  }
  paymentPods.set(process, pod)
  return { process, pod }
}

/**
 * A transaction that locks the payment first keeps everybody else who writes to it out until it ends, so here it is done
 * at one moment, when it commits: nobody can tell the difference.
 */
function oneTransaction(world: World, memory: Sync<Asking['refunds']>): Pick<Refunding, 'pool' | 'refundsIn'> {
  const answered = Object.entries(memory).map(([method, run]) => [
    method,
    async (...given: unknown[]) => (run as (...given: unknown[]) => unknown)(...given),
  ])
  const tx = {
    async query(text: string) {
      if (text === 'BEGIN') await world.wire.statement('payments.begin', () => undefined)
      return { command: text }
    },
    on: () => undefined,
    off: () => undefined,
    release: () => undefined,
  }
  return {
    pool: { connect: async () => tx } as unknown as Refunding['pool'],
    refundsIn: () => Object.fromEntries(answered),
  }
}

/** The bank behind the simulated network. */
function bankConnection({ wire, bank }: World): ServiceClient {
  function answer(operation: string, { headers, params, body }: Record<string, Record<string, string>>) {
    const key = headers!['idempotency-key']!
    const id = params?.authorisationId ?? ''
    switch (operation) {
      case 'bankAuthorise':
        return bank.authorise(key, body as unknown as Parameters<typeof bank.authorise>[1])
      case 'bankCapture':
        return bank.change(key, id, { is: 'capture' })
      case 'bankVoid':
        return bank.change(key, id, { is: 'void' })
      case 'bankRefund':
        return bank.change(key, id, { is: 'refund', amountCents: Number(body!.amountCents) })
      default:
        throw new Error(`the simulated bank knows no ${operation}`)
    }
  }

  return {
    async call<R extends RouteDefinition>(
      route: R,
      request: RouteRequest<R>,
      context: Context,
      options: { timeoutMs?: number } = {},
    ) {
      const timeoutMs = Math.min(options.timeoutMs ?? bankTimeoutMs, context.deadline.remainingMs())
      if (timeoutMs <= 20) throw new NoAnswer('bank', route.operation, 'timeout')
      const asked = request as unknown as Record<string, Record<string, string>>
      const subject = asked.headers!['idempotency-key']!
      return wire.call({
        to: 'bank',
        operation: route.operation,
        subject,
        timeoutMs,
        work: async () => answer(route.operation, asked) as never,
      })
    },
    close: async () => undefined,
  }
}
