/** What a card's number, its expiry and its security code look like, and what is wrong with those that were typed. */

/** @param {string} text */
export const digitsOf = (text) => text.replace(/\D/g, '')

/**
 * As the bank names it; empty where the digits do not tell.
 * @param {string} number digits
 */
export function brandOf(number) {
  if (number.startsWith('4')) return 'Visa'
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'Mastercard'
  if (/^3[47]/.test(number)) return 'American Express'
  return ''
}

/**
 * In groups, as they stand on the card.
 * @param {string} text
 */
export function formatNumber(text) {
  const digits = digitsOf(text).slice(0, 19)
  const ends = brandOf(digits) === 'American Express' ? [4, 10, 19] : [4, 8, 12, 16, 19]
  return ends
    .map((end, group) => digits.slice(ends[group - 1] ?? 0, end))
    .filter((digits) => digits !== '')
    .join(' ')
}

/**
 * `MM/YY`, also from `1/30`, `0130` and what browsers fill in: `01/2030`.
 * @param {string} text
 */
export function formatExpiry(text) {
  const digits = digitsOf(/^\s*(\d\s*\/|[2-9])/.test(text) ? `0${text.trim()}` : text)
  const month = digits.slice(0, 2)
  const year = digits.slice(2, digits.startsWith('20', 2) ? 6 : 4)
  return month.length === 2 && (year !== '' || text.endsWith('/')) ? `${month}/${year}` : month
}

/** @param {string} text */
export const formatCvc = (text) => digitsOf(text).slice(0, 4)

/**
 * Luhn: from the right, every second digit counts twice; the sum of all digits is a multiple of ten.
 * @param {string} number digits
 */
export function hasCheckDigit(number) {
  const sum = [...number].reverse().reduce((sum, digit, place) => {
    const counted = Number(digit) * (1 + (place % 2))
    return sum + (counted > 9 ? counted - 9 : counted)
  }, 0)
  return sum % 10 === 0
}

/**
 * @param {string} text as `formatExpiry` gives it
 * @returns {{ month: number, year: number } | undefined}
 */
export function parseExpiry(text) {
  const [, month, year] = /^(0[1-9]|1[0-2])\/(?:20)?(\d\d)$/.exec(text) ?? []
  return month && year ? { month: Number(month), year: 2000 + Number(year) } : undefined
}

export const expired = 'This card has expired. Take another one.'

/** @param {string} text */
export function mistakeInNumber(text) {
  const number = digitsOf(text)
  if (number === '') return 'Enter the number of your card.'
  if (number.length < 12) return 'This number is too short.'
  if (!hasCheckDigit(number)) return 'A digit is wrong or missing. Compare it with your card.'
  return undefined
}

/**
 * @param {string} text
 * @param {Date} now
 */
export function mistakeInExpiry(text, now) {
  const expiry = parseExpiry(text)
  if (!expiry) return 'Enter month and year, such as 08/30.'
  // A card is good to the end of its month, in the last time zone to get there.
  if (now.getTime() >= Date.UTC(expiry.year, expiry.month, 1, 12)) return expired
  return undefined
}

/**
 * @param {string} text
 * @param {string} brand
 */
export function mistakeInCvc(text, brand) {
  const length = brand === 'American Express' ? 4 : 3
  if (text.length === length || (brand === '' && text.length === 4)) return undefined
  return `Enter the ${length} digits ${length === 4 ? 'on the front' : 'on the back'} of your card.`
}
