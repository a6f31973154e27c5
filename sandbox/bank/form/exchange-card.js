/**
 * @typedef {{ number: string, expiryMonth: number, expiryYear: number, cvc: string }} Card
 * @typedef {{ token: string, brand: string, last4: string }} Exchanged
 */

const pausesMs = [500, 1_500, 3_000]
/** The bank gives up before. */
const timeoutMs = 10_000

/** The bank has looked at the card and takes it not. */
export class Refused extends Error {
  /** @param {string} code */
  constructor(code) {
    super(`The bank refused the card: ${code}`)
    this.code = code
  }
}

/**
 * Changes a card for a token. Asked again while the bank does not answer: one token too many does no harm.
 * @param {Card} card
 * @param {() => void} onRetry
 * @returns {Promise<Exchanged | undefined>} undefined where the bank does not answer
 * @throws Refused
 */
export async function exchangeCard(card, onRetry) {
  for (let attempt = 0; ; attempt++) {
    const answer = await send(card)
    if (answer?.status === 201) return answer.body
    if (answer && answer.status < 500 && answer.status !== 408 && answer.status !== 429)
      throw new Refused(String(answer.body?.code))
    const pauseMs = pausesMs[attempt]
    if (pauseMs === undefined) return undefined
    onRetry()
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.75 + Math.random() / 2)))
  }
}

/**
 * @param {Card} card
 * @returns {Promise<{ status: number, body: any } | undefined>} undefined where no whole answer comes
 */
async function send(card) {
  try {
    const response = await fetch('/bank/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(card),
      credentials: 'omit',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, body: await response.json() }
  } catch (error) {
    console.warn('The bank does not answer.', error)
    return undefined
  }
}
