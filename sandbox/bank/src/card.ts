/** How a card behaves. Real banks find out by asking the issuer; the sandbox knows by the card's number. */
export type Behaviour =
  | 'ok'
  | 'card_declined'
  | 'insufficient_funds'
  | 'lost_card'
  | 'capture_refused'
  | 'expires_at_once'
  | 'slow'

/** What is kept of a card. */
export type Card = { brand: string; last4: string; behaviour: Behaviour }

/** Every other valid number behaves like the first. */
export const testCards: Readonly<Record<string, Behaviour>> = {
  '4242424242424242': 'ok',
  '5555555555554444': 'ok',
  '378282246310005': 'ok',
  '4000000000000002': 'card_declined',
  '4000000000009995': 'insufficient_funds',
  '4000000000009987': 'lost_card',
  '4000000000000341': 'capture_refused',
  '4000000000000069': 'expires_at_once',
  '4000000000003220': 'slow',
}

/** The decline code of a card that is not authorised. */
export const declineCodeOf = (behaviour: Behaviour): string | null =>
  behaviour === 'card_declined' || behaviour === 'insufficient_funds' || behaviour === 'lost_card' ? behaviour : null

/** What is kept of the card with this number. Undefined: its check digit is wrong. */
export function cardOf(number: string): Card | undefined {
  if (!hasCheckDigit(number)) return undefined
  return { brand: brandOf(number), last4: number.slice(-4), behaviour: testCards[number] ?? 'ok' }
}

const testTokens = new Map(Object.keys(testCards).map((number) => [number.slice(-4), cardOf(number)!]))

/**
 * The card behind `tok_test_<last four digits of a test card>_<anything>`: such a token needs no call beforehand, which
 * spares a crowd of test customers one each.
 */
export function cardOfTestToken(token: string): Card | undefined {
  return testTokens.get(/^tok_test_(\d{4})(?:_[\w-]*)?$/.exec(token)?.[1] ?? '')
}

/** Luhn: from the right, every second digit counts twice; the sum of all digits is a multiple of ten. */
export function hasCheckDigit(number: string): boolean {
  let sum = 0
  for (let place = 0; place < number.length; place++) {
    const digit = Number(number[number.length - 1 - place])
    sum += place % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9
  }
  return sum % 10 === 0
}

/** A card is good to the end of its month, in the last time zone to get there. */
export function isExpired(expiryMonth: number, expiryYear: number, now: Date): boolean {
  const goodUntil = Date.UTC(expiryYear, expiryMonth, 1, 12)
  return now.getTime() >= goodUntil
}

function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa'
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard'
  if (/^3[47]/.test(number)) return 'amex'
  return 'card'
}
