import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { mustBeId, Refusal, runCommand } from './command.ts'

const usage = `node src/operate.ts ship   ORDER
node src/operate.ts refund ORDER --id REFUND [--amount-cents N]

ship sends a confirmed order on its way. refund gives N cents of a shipped order back, or all that is left of its total;
REFUND is a UUID of your own: the same one again never gives anything back a second time.
  --token-file FILE   the operator's token for order; /dev/stdin reads it from there
  --url URL           where order answers; http://localhost:3000 where it is left out`

const timeoutMs = 10_000
const patienceMs = 60_000

type Answer = { state?: string; refusedFor?: string | null; amountCents?: number; code?: string; detail?: string }

await runCommand(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      id: { type: 'string' },
      'amount-cents': { type: 'string' },
      'token-file': { type: 'string' },
      url: { type: 'string', default: 'http://localhost:3000' },
    },
  })
  const [action, order, ...rest] = positionals
  if (rest.length > 0 || (action !== 'ship' && action !== 'refund')) throw new Refusal(usage)
  const orderId = mustBeId('ORDER', order)
  const cents = amountOf(values['amount-cents'])
  if (action === 'refund' && values.id === undefined)
    throw new Refusal(
      `--id is missing: a UUID for this refund, kept so that it can be sent again. A new one: ${randomUUID()}`,
    )
  const refundId = action === 'refund' ? mustBeId('--id', values.id) : undefined

  const tokenFile = values['token-file']
  if (!tokenFile) throw new Refusal(`--token-file is missing.\n\n${usage}`)
  const headers = {
    authorization: `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}`,
    'content-type': 'application/json',
  }
  const base = `${values.url.replace(/\/$/, '')}/internal/orders/${orderId}`
  if (refundId === undefined) {
    await send(`${base}/ship`, { method: 'POST', headers })
    console.log(`Order ${orderId} is shipped.`)
    return
  }
  const body = JSON.stringify(cents === undefined ? {} : { amountCents: cents })
  const refund = await send(`${base}/refunds/${refundId}`, { method: 'PUT', headers, body })
  if (refund.state !== 'refunded') throw new Refusal(`Nothing was given back: ${refund.refusedFor}.`)
  console.log(`${refund.amountCents} cents of order ${orderId} are given back.`)
})

function amountOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,12}$/.test(text)) return Number(text)
  throw new Refusal(`--amount-cents is ${text}; it must be a whole number of cents, 1 or more.`)
}

/** Sends until there is a definite answer: shipping and refunding twice are the same as once. */
async function send(url: string, init: RequestInit): Promise<Answer> {
  const endMs = performance.now() + patienceMs
  for (let waitMs = 500; ; waitMs = Math.min(5_000, waitMs * 2)) {
    const { status, body, error } = await attempt(url, init)
    if (status === 200) return body
    if (status !== undefined && status >= 400 && status < 500 && status !== 429)
      throw new Refusal(`Refused: ${body.detail ?? status} (${body.code ?? 'no code'})`)
    if (performance.now() + waitMs > endMs)
      throw new Refusal(
        `No definite answer yet (${error ?? `${status} ${body.code ?? body.state}`}). Send the same again: it is done once.`,
      )
    await sleep(waitMs)
  }
}

async function attempt(url: string, init: RequestInit): Promise<{ status?: number; body: Answer; error?: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    return { status: response.status, body: (await response.json()) as Answer }
  } catch (error) {
    const { message, cause } = error as Error
    return { body: {}, error: cause instanceof Error && cause.message ? cause.message : message }
  }
}
