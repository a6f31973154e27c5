import {
  brandOf,
  digitsOf,
  expired,
  formatCvc,
  formatExpiry,
  formatNumber,
  mistakeInCvc,
  mistakeInExpiry,
  mistakeInNumber,
  parseExpiry,
} from './card-rules.js'
import { exchangeCard, Refused } from './exchange-card.js'
import { connectParent } from './parent.js'

/** @typedef {import('./parent.js').Outcome} Outcome */

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 */
function byId(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`The page lacks #${id}.`)
  return found
}

const form = byId('card', HTMLFormElement)
const status = byId('status', HTMLElement)
const brand = () => brandOf(digitsOf(number.input.value))

/**
 * A field: written as it is typed, and checked when it is left.
 * @param {string} id
 * @param {(text: string) => string} format
 * @param {(text: string) => string | undefined} mistakeIn
 */
function field(id, format, mistakeIn) {
  const input = byId(id, HTMLInputElement)
  const error = byId(`${id}-error`, HTMLElement)
  /** @param {string | undefined} mistake */
  const show = (mistake) => {
    error.textContent = mistake ?? ''
    input.setAttribute('aria-invalid', String(mistake !== undefined))
  }
  /** @returns whether it is right */
  const check = () => {
    const mistake = mistakeIn(input.value)
    show(mistake)
    return mistake === undefined
  }
  input.addEventListener('input', () => {
    rewrite(input, format)
    if (input.getAttribute('aria-invalid') === 'true') check()
  })
  input.addEventListener('change', () => {
    if (input.value !== '') check()
  })
  return { input, show, check }
}

/**
 * Leaves the caret behind the digit that it was behind.
 * @param {HTMLInputElement} input
 * @param {(text: string) => string} format
 */
function rewrite(input, format) {
  const { value, selectionStart } = input
  const text = format(value)
  if (text === value) return
  const atEnd = selectionStart === null || selectionStart === value.length
  const digitsBefore = digitsOf(value.slice(0, selectionStart ?? value.length)).length
  input.value = text
  if (atEnd || document.activeElement !== input) return
  let caret = 0
  for (let digits = 0; digits < digitsBefore && caret < text.length; caret++)
    if (/\d/.test(text.charAt(caret))) digits++
  input.setSelectionRange(caret, caret)
}

const number = field('number', formatNumber, mistakeInNumber)
const expiry = field('expiry', formatExpiry, (text) => mistakeInExpiry(text, new Date()))
const cvc = field('cvc', formatCvc, (text) => mistakeInCvc(text, brand()))

number.input.addEventListener('input', () => {
  byId('number-brand', HTMLElement).textContent = brand()
})

byId('test-cards', HTMLElement).addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null
  if (!button?.dataset.number) return
  const isAmex = brandOf(button.dataset.number) === 'American Express'
  for (const [{ input, check }, value] of /** @type {const} */ ([
    [number, button.dataset.number],
    [expiry, `12/${(new Date().getFullYear() + 2) % 100}`],
    [cvc, isAmex ? '1234' : '123'],
  ])) {
    input.value = value
    input.dispatchEvent(new Event('input'))
    check()
  }
  status.textContent = `The test card ${button.querySelector('b')?.textContent} is filled in.`
})

/** @type {Promise<Outcome> | undefined} */
let underWay
/** Whoever asks while the bank is asked gets the same answer. */
const tokenise = () => {
  underWay ??= askTheBank().finally(() => {
    underWay = undefined
  })
  return underWay
}

/** @returns {Promise<Outcome>} */
async function askTheBank() {
  status.textContent = ''
  const wrong = [number, expiry, cvc].filter(({ check }) => !check())
  if (wrong[0]) {
    wrong[0].input.focus()
    return { message: wrong.length === 1 ? 'One field of your card is not right yet.' : 'Fill in your card.' }
  }
  const { month, year } = /** @type {{ month: number, year: number }} */ (parseExpiry(expiry.input.value))
  const card = { number: digitsOf(number.input.value), expiryMonth: month, expiryYear: year, cvc: cvc.input.value }
  status.textContent = 'Asking the bank …'
  try {
    const exchanged = await exchangeCard(card, () => {
      status.textContent = 'The bank does not answer; trying again …'
    })
    status.textContent = exchanged ? '' : noAnswer
    return exchanged ?? { message: noAnswer }
  } catch (error) {
    status.textContent = ''
    return { message: showRefusal(error) }
  }
}

const noAnswer = 'The bank does not answer. Nothing was charged. Try again in a minute.'

/**
 * Shows at its field what the bank does not like.
 * @param {unknown} error
 */
function showRefusal(error) {
  if (!(error instanceof Refused)) throw error
  const isExpired = error.code === 'card_expired'
  const { show, input } = isExpired ? expiry : number
  const message = isExpired ? expired : 'The bank does not take this card. Compare it, or take another one.'
  show(message)
  input.focus()
  return message
}

const isAlone = window.parent === window
byId('alone', HTMLElement).hidden = !isAlone
form.addEventListener('submit', async (event) => {
  event.preventDefault()
  if (!isAlone) return
  const outcome = await tokenise()
  if ('token' in outcome)
    status.textContent = `${outcome.token} is the token for the card that ends in ${outcome.last4}.`
})
if (!isAlone) connectParent({ tokenise })
