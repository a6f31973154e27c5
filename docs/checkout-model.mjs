// The checkout as a machine whose every state is visited: see checkout-model.md.
//
//   node docs/checkout-model.mjs                    all rules: exit code 0 when the books hold in every state
//   node docs/checkout-model.mjs --without RULE     the shortest way to break the books without this rule
//   node docs/checkout-model.mjs --each             that for each rule
import { argv } from 'node:process'

export const rules = {
  'decide-in-state': 'a decision counts only while the order is placed',
  'decide-in-epoch': 'a decision counts only for the lease that the order has now',
  'commit-then-201': '201 is said after the order is written as confirmed, not before',
  'answer-from-row': 'whoever decides too late answers what the row says, not what it wanted to write',
  'key-first': 'the key is looked up before the prices',
  'refusal-kept': 'a refusal for its price takes the key',
  'no-verdict-in-202': '202 is no answer: the customer watches the order, and does not buy again',
  'stock-tombstone': 'a release without a hold bars the reserve that comes late',
  'payment-tombstone': 'a void without an authorisation bars the one that comes late',
  'undo-both': 'whatever refuses an order releases and voids',
  'undo-sold': 'a release ends a hold that was committed as well',
  'late-is-over': 'a commit after the release and a capture after the void are over, not errors',
  'same-key': 'the bank is asked again with the same key',
  'ask-again': 'a call without an answer is made again; that the bank knows nothing of it yet is no answer',
  'settle-first': 'a void waits until the call before it has its answer',
  'hear-in-state': "the bank's answer counts only in the state that asked",
  'news-are-hints': "the bank's news make payment ask, and are never believed",
  'undo-captured': 'a void gives captured money back',
  'refunds-first': 'an undo gives back what is left when the refunds on purpose have their answers',
  'refusal-undoes-all': 'a capture refused after 201 cancels with all undo rows',
  'ship-when-booked': 'an order ships when it is committed and captured',
  'rows-in-turn': 'the transactions that finish the undo rows of one order come one after the other',
  'cart-remembers': 'the cart knows which orders it was relieved of',
}

/** Each of these is enough alone: an epoch that is the order's own is that of an order that is still placed. */
export const together = [['decide-in-state', 'decide-in-epoch']]

/** What is left out in turn: each rule, or the rules that only matter together. */
export const omissions = [
  ...together,
  ...Object.keys(rules)
    .filter((rule) => !together.flat().includes(rule))
    .map((rule) => [rule]),
]

export const worlds = [
  { name: 'one worker', workers: 1, units: 1 },
  { name: 'one worker, cart, refund on purpose, 202', workers: 1, units: 1, extras: true },
  { name: 'two workers, and the price changes', workers: 2, units: 1, price: true },
  { name: 'two workers, and others take and return the last unit', workers: 2, units: 0, others: true },
]

const rowsOf = ['commit', 'capture', 'takeOut', 'release', 'void', 'tell']

/** One order, flat: what is in no field cannot make a difference. The price of the order is 2, a refund on purpose is 1. */
const first = ({ workers, units }) => ({
  order: 'absent', // placed confirmed cancelling rejected cancelled shipped
  key: 'free', // taken, or holds a refusal
  price: 'as seen', // changed
  crew: Array(workers).fill('idle'), // where each worker is; a ! for who holds the lease
  confirmedOnce: false,
  said: '', // letters: y for 201, n for a refusal, w for 202
  boughtElsewhere: false,
  free: units,
  others: 1 - units, // units that others hold
  hold: 'none', // held sold over
  payment: 'none', // authorising authorised declined capturing captured refused voiding voided refunding refunded
  undo: false,
  asked: '', // letters: which calls the bank may get, now or much later
  bank: 'none', // open declined captured refused voided
  cards: 0, // authorisations at the bank
  undoPaid: '', // what the bank has answered to the refund of an undo
  back: 0, // given back, as we know
  bankBack: 0, // given back, as the bank knows
  part: 'none', // the refund on purpose: asked paid denied
  bankPart: '',
  cart: 'full', // taken, then perhaps refilled, and never robbed
  ...Object.fromEntries(rowsOf.map((row) => [row, ''])), // due, then done; or written with its count already read
})

const bankCall = { authorising: 'authorise', capturing: 'capture', voiding: 'void', refunding: 'refund' }
const letter = { authorise: 'a', capture: 'c', void: 'v', refund: 'r' }
const add = (letters, one) => (letters.includes(one) ? letters : [...letters, one].sort().join(''))

// ---- The parties ----

function parties(has) {
  /** A state that waits for the bank means that the bank may be called from now on. */
  function enter(s, payment) {
    s.payment = payment
    if (bankCall[payment]) s.asked = add(s.asked, letter[bankCall[payment]])
  }

  /** What a wish to undo makes of a payment whose answer is known. */
  function goOnUndoing(s) {
    if (!s.undo) return
    if (s.payment === 'authorised' || s.payment === 'refused') enter(s, 'voiding')
    if (s.payment === 'captured' && has('undo-captured')) enter(s, 'refunding')
  }

  const services = {
    reserve(s) {
      if (s.hold === 'over') return 'over'
      if (s.hold !== 'none') return 'yes'
      if (s.free === 0) return 'no'
      s.free -= 1
      s.hold = 'held'
      return 'yes'
    },
    authorise(s) {
      if (s.undo) return 'over'
      if (s.payment === 'none') enter(s, 'authorising')
      if (s.payment === 'authorising') return 'wait'
      return s.payment === 'declined' ? 'no' : 'yes'
    },
    commit(s) {
      if (s.hold === 'over') return has('late-is-over') ? 'yes' : 'wait'
      s.hold = 'sold'
      return 'yes'
    },
    capture(s) {
      if (s.undo) return has('late-is-over') ? 'yes' : 'wait'
      if (s.payment === 'authorised') enter(s, 'capturing')
      if (s.payment === 'captured') return 'yes'
      return s.payment === 'refused' ? 'no' : 'wait'
    },
    release(s) {
      if (s.hold === 'none' && !has('stock-tombstone')) return 'yes'
      if (s.hold === 'sold' && !has('undo-sold')) return 'yes'
      if (s.hold === 'held' || s.hold === 'sold') s.free += 1
      s.hold = 'over'
      return 'yes'
    },
    void(s) {
      if (s.payment === 'none') {
        if (!has('payment-tombstone')) return 'yes'
        s.payment = 'voided'
      }
      s.undo = true
      const isUnsettled = s.payment === 'authorising' || s.payment === 'capturing'
      if (isUnsettled && !has('settle-first')) enter(s, 'voiding')
      goOnUndoing(s)
      return bankCall[s.payment] ? 'wait' : 'yes'
    },
    takeOut(s) {
      if (s.cart === 'full') s.cart = 'taken'
      else if (s.cart === 'refilled' && !has('cart-remembers')) s.cart = 'robbed'
      return 'yes'
    },
    tell: () => 'yes',
  }

  /** What the bank does and says. The same key, the same answer. `kind`: does it want to? */
  const bank = {
    authorise(s, kind) {
      if (s.bank === 'none') {
        s.bank = kind ? 'open' : 'declined'
        s.cards += Number(kind)
      } else if (!has('same-key') && s.bank !== 'declined') s.cards = 2
      return s.bank === 'declined' ? 'declined' : 'authorised'
    },
    capture(s, kind) {
      if (s.bank === 'open') s.bank = kind ? 'captured' : 'refused'
      return s.bank === 'captured' ? 'captured' : 'refused'
    },
    void(s) {
      if (s.bank === 'open' || s.bank === 'refused') s.bank = 'voided'
      return s.bank === 'captured' ? 'captured' : 'voided'
    },
    refund(s) {
      const wanted = 2 - s.back
      if (s.undoPaid === '') {
        s.undoPaid = s.bank === 'captured' && wanted <= 2 - s.bankBack ? 'paid' : 'denied'
        if (s.undoPaid === 'paid') s.bankBack += wanted
      }
      return s.undoPaid === 'paid' ? 'refunded' : undefined
    },
    part(s) {
      if (s.bankPart === '') {
        s.bankPart = s.bank === 'captured' && s.bankBack < 2 ? 'paid' : 'denied'
        if (s.bankPart === 'paid') s.bankBack += 1
      }
      return s.bankPart
    },
  }

  function hear(s, answer) {
    if (answer === undefined) return
    if (answer === 'refunded') s.back = 2
    enter(s, answer)
    goOnUndoing(s)
  }

  return { services, bank, hear }
}

// ---- What can happen ----

/** Every step from a state: what it is called, where it leads, and whether the shop is sure to take it some day. */
function* stepsFrom(before, world, has, { services, bank, hear }) {
  const to = (change) => {
    const s = { ...before, crew: [...before.crew] }
    return change(s) === false ? undefined : s
  }
  const write = (s, order, rows) => {
    s.order = order
    for (const row of rows) s[row] ||= 'due'
  }
  const undoRows = (all) => (all ? ['release', 'void', 'tell'] : ['release', 'tell'])

  // The customer, the operator and the rest of the world
  if (before.order !== 'absent' && before.order !== 'placed') {
    const yes = ['confirmed', 'cancelled', 'shipped'].includes(before.order)
    if (!before.said.includes(yes ? 'y' : 'n'))
      yield [
        yes ? '201 is said' : 'the refusal is said',
        to((s) => {
          s.said = add(s.said, yes ? 'y' : 'n')
        }),
      ]
  }
  if (before.key === 'refusal' && !before.said.includes('n'))
    yield [
      'price_changed is said again',
      to((s) => {
        s.said = add(s.said, 'n')
      }),
    ]
  if (world.extras && before.order === 'placed' && !before.said)
    yield [
      'a request has waited long enough: 202',
      to((s) => {
        s.said = add(s.said, 'w')
      }),
    ]
  if (before.said.includes('w') && !before.boughtElsewhere && !has('no-verdict-in-202'))
    yield [
      'the customer takes 202 for a no and buys with another key',
      to((s) => {
        s.boughtElsewhere = true
      }),
    ]
  if (before.order === 'confirmed') {
    yield ['the customer cancels', to((s) => write(s, 'cancelled', undoRows(true)))]
    const booked = before.commit === 'done' && before.capture === 'done'
    if (booked || !has('ship-when-booked'))
      yield [
        'the operator ships',
        to((s) => {
          s.order = 'shipped'
        }),
      ]
  }
  if (world.extras && before.cart === 'taken')
    yield [
      'the customer puts the same into the cart again',
      to((s) => {
        s.cart = 'refilled'
      }),
    ]
  if (world.extras && before.payment === 'captured' && !before.undo && before.part === 'none')
    yield [
      'the operator gives a part back',
      to((s) => {
        s.part = 'asked'
      }),
    ]
  if (world.price && before.price !== 'changed')
    yield [
      'the price changes',
      to((s) => {
        s.price = 'changed'
      }),
    ]
  if (world.others && before.free > 0)
    yield [
      'somebody else takes the unit',
      to((s) => {
        s.free -= 1
        s.others += 1
      }),
    ]
  if (world.others && before.others > 0)
    yield [
      'somebody else gives the unit back',
      to((s) => {
        s.free += 1
        s.others -= 1
      }),
    ]

  // Calls that arrive again, or late, and that nobody listens to
  const canReach = { reserve: before.order !== 'absent', authorise: before.asked.includes('A') }
  for (const row of rowsOf) canReach[row] = before[row] !== ''
  for (const call of Object.keys(services))
    if (canReach[call])
      yield [
        `${call} arrives, its answer is lost`,
        to((s) => {
          services[call](s)
        }),
      ]
  const mayUndo = before.part !== 'asked' || !has('refunds-first')
  for (const call of Object.keys(letter)) {
    if (!before.asked.includes(letter[call]) || (call === 'refund' && !mayUndo)) continue
    for (const kind of [true, false])
      yield [
        `the bank gets ${call}, its answer is lost`,
        to((s) => {
          const answer = bank[call](s, kind)
          if (!has('hear-in-state')) hear(s, answer)
        }),
      ]
  }

  // Payment
  const call = bankCall[before.payment]
  if (call && (call !== 'refund' || mayUndo)) {
    for (const kind of [true, false]) yield [`the bank answers ${call}`, to((s) => hear(s, bank[call](s, kind))), true]
    if (call === 'authorise' && before.bank === 'none' && !has('ask-again'))
      yield ['the bank does not know the authorisation: it counts as declined', to((s) => hear(s, 'declined'))]
  }
  if (before.part === 'asked') {
    yield [
      'the bank gets the refund on purpose, its answer is lost',
      to((s) => {
        bank.part(s)
      }),
    ]
    yield [
      'the bank answers the refund on purpose',
      to((s) => {
        s.part = bank.part(s)
        if (s.part === 'paid' && s.back < 2) s.back += 1
      }),
      true,
    ]
  }
  if (!has('news-are-hints')) {
    const news = {
      open: ['authorised'],
      captured: ['authorised', 'captured'],
      refused: ['authorised', 'refused'],
      voided: ['authorised', 'voided'],
    }
    for (const what of news[before.bank] ?? [])
      yield [`old news of the bank are believed: ${what}`, to((s) => hear(s, what))]
  }

  // The outbox
  for (const row of rowsOf) {
    if (before[row] === 'due')
      yield [
        `the row ${row} is delivered`,
        to((s) => {
          const answer = services[row](s)
          if (answer === 'wait') return
          if (answer === 'no' && s.order === 'confirmed') write(s, 'cancelled', undoRows(has('refusal-undoes-all')))
          const isLast = rowsOf.every((other) => other === row || s[other] === '' || s[other] === 'done')
          if (!has('rows-in-turn')) s[row] = isLast ? 'counted last' : 'counted'
          else {
            s[row] = 'done'
            if (isLast && s.order === 'cancelling') s.order = 'rejected'
          }
        }),
        true,
      ]
    if (before[row].startsWith('counted'))
      yield [
        `the transaction of the row ${row} commits`,
        to((s) => {
          if (s[row] === 'counted last' && s.order === 'cancelling') s.order = 'rejected'
          s[row] = 'done'
        }),
        true,
      ]
  }

  // The workers
  const idle = before.crew.indexOf('idle')
  const sayPrice = (s) => {
    s.said = add(s.said, 'n')
    if (s.order === 'absent' && has('refusal-kept')) s.key = 'refusal'
  }
  if (idle >= 0) {
    const looks = before.key === 'free' || !has('key-first')
    if (looks && before.price === 'changed' && !before.said.includes('n'))
      yield ['a request reads another price: price_changed', to(sayPrice), true]
    if (before.key === 'free' && before.price === 'as seen')
      yield [
        'a request reads the prices',
        to((s) => {
          s.crew[idle] = 'priced'
        }),
        true,
      ]
    if (before.order === 'placed')
      yield [
        'a worker takes the lease',
        to((s) => {
          s.crew = s.crew.map((at) => at.replace('!', ''))
          s.crew[idle] = 'reserve!'
        }),
        true,
      ]
  }
  for (const [who, place] of before.crew.entries()) {
    if (place === 'idle') continue
    const at = place.replace('!', '')
    const lease = place.endsWith('!') ? '!' : ''
    const named = lease ? 'the worker' : at === 'priced' ? 'a request' : 'a worker that has lost its lease'
    const go = (s, next) => {
      s.crew[who] = next === 'idle' ? 'idle' : next + lease
    }
    yield [`${named} dies`, to((s) => go(s, 'idle'))]
    if (at === 'priced')
      yield [
        'a request writes the order',
        to((s) => {
          s.crew[who] = 'idle'
          if (s.key !== 'free') return
          Object.assign(s, { key: 'taken', order: 'placed' })
          s.crew[who] = 'reserve!'
        }),
        true,
      ]
    if (at === 'reserve')
      yield [
        `${named} reserves`,
        to((s) => go(s, { yes: 'authorise', no: 'out_of_stock', over: 'idle' }[services.reserve(s)])),
        true,
      ]
    if (at === 'authorise')
      yield [
        `${named} authorises`,
        to((s) => {
          s.asked = add(s.asked, 'A')
          go(s, { yes: 'confirm', no: 'payment_declined', over: 'idle', wait: 'authorise' }[services.authorise(s)])
        }),
        true,
      ]
    if (at === 'reserve' || at === 'authorise') yield [`${named} gives up`, to((s) => go(s, 'timed_out'))]
    if (at === 'confirm' && !has('commit-then-201') && !before.said.includes('y'))
      yield [
        `${named} says 201 before it writes`,
        to((s) => {
          s.said = add(s.said, 'y')
        }),
      ]
    if (['confirm', 'out_of_stock', 'payment_declined', 'timed_out'].includes(at))
      yield [
        `${named} decides: ${at}`,
        to((s) => {
          s.crew[who] = 'idle'
          const counts = (s.order === 'placed' || !has('decide-in-state')) && (lease === '!' || !has('decide-in-epoch'))
          if (!counts && !has('answer-from-row')) s.said = add(s.said, at === 'confirm' ? 'y' : 'n')
          if (!counts) return
          if (at === 'confirm') {
            write(s, 'confirmed', ['commit', 'capture', 'takeOut'])
            s.confirmedOnce = true
          } else write(s, 'cancelling', at === 'out_of_stock' && !has('undo-both') ? ['release'] : ['release', 'void'])
        }),
        true,
      ]
  }
}

// ---- The books ----

function brokenAnywhere(s) {
  if (s.free < 0 || s.free + s.others + Number(s.hold === 'held' || s.hold === 'sold') !== 1)
    return 'a unit of stock is lost, or there twice'
  if (s.cards > 1) return 'one order, two authorisations'
  if (s.bank === 'captured' && !s.confirmedOnce) return 'money for an order that was never confirmed'
  if (s.bankBack > 2) return 'more was given back than was paid'
  if (s.said.includes('y') && !['confirmed', 'cancelled', 'shipped'].includes(s.order))
    return `201 was said, and the order is ${s.order}`
  if (s.said.includes('n') && s.confirmedOnce) return 'the customer heard no, and the order was confirmed'
  if (s.boughtElsewhere && s.confirmedOnce) return 'one wish, two orders'
  if (s.cart === 'robbed') return 'the cart lost what was put in after the order'
}

const isOpen = (s) =>
  s.order === 'placed' ||
  s.order === 'cancelling' ||
  s.crew.some((at) => at !== 'idle') ||
  s.part === 'asked' ||
  bankCall[s.payment] !== undefined ||
  rowsOf.some((row) => s[row] !== '' && s[row] !== 'done') ||
  (s.order === 'absent' && s.key === 'free' && !s.said)

const agrees = {
  none: ['none'],
  authorised: ['open'],
  declined: ['none', 'declined'],
  captured: ['captured'],
  refused: ['refused'],
  voided: ['none', 'declined', 'voided'],
  refunded: ['captured'],
}

function brokenAtRest(s) {
  if (!agrees[s.payment].includes(s.bank)) return `payment says ${s.payment}, the bank ${s.bank}`
  if (s.back !== s.bankBack) return `we gave back ${s.back}, the bank ${s.bankBack}`
  if (s.order === 'confirmed' || s.order === 'shipped') {
    if (s.hold !== 'sold') return `${s.order}, and the stock is ${s.hold}`
    if (s.bank !== 'captured' || s.bankBack !== Number(s.part === 'paid'))
      return `${s.order}, and the bank is at ${s.bank}, ${s.bankBack} given back`
    if (s.cart === 'full') return `${s.order}, and the cart is still full`
  }
  if (s.order === 'rejected' || s.order === 'cancelled') {
    if (s.hold === 'held' || s.hold === 'sold') return `${s.order}, and the stock is ${s.hold}`
    if (s.bank === 'open' || s.bank === 'refused') return `${s.order}, and the authorisation is ${s.bank}`
    if (s.bank === 'captured' && s.bankBack !== 2) return `${s.order}, and the bank keeps ${2 - s.bankBack} of 2`
    if (s.order === 'cancelled' && s.tell !== 'done') return 'cancelled, and nobody told the customer'
  }
}

// ---- The search ----

const keyOf = (s) => {
  const { crew, ...rest } = s
  return `${Object.values(rest).join()} ${[...crew].sort().join()}`
}

/**
 * Visits every state of a world, nearest first.
 * @returns how many there are, and what breaks first with the way there, if anything does
 */
export function explore(world, without = []) {
  const has = (rule) => !without.includes(rule)
  const who = parties(has)
  const nodes = [{ state: first(world), from: -1, step: '', surelyFrom: [] }]
  const known = new Map([[keyOf(nodes[0].state), 0]])
  const wayTo = (at) => (at <= 0 ? [] : [...wayTo(nodes[at].from), nodes[at].step])
  const resting = []
  for (let at = 0; at < nodes.length; at++) {
    const { state } = nodes[at]
    const rests = !isOpen(state)
    const broken = brokenAnywhere(state) ?? (rests ? brokenAtRest(state) : undefined)
    if (broken) return { states: nodes.length, broken, way: wayTo(at) }
    if (rests) resting.push(at)
    for (const [step, next, isSure] of stepsFrom(state, world, has, who)) {
      const key = keyOf(next)
      if (!known.has(key)) {
        known.set(key, nodes.length)
        nodes.push({ state: next, from: at, step, surelyFrom: [] })
      }
      if (isSure) nodes[known.get(key)].surelyFrom.push(at)
    }
    nodes[at].state = undefined
  }
  const comesToRest = new Set(resting)
  for (const at of comesToRest) for (const from of nodes[at].surelyFrom) comesToRest.add(from)
  const stuck = nodes.findIndex((_, at) => !comesToRest.has(at))
  if (stuck >= 0) return { states: nodes.length, broken: 'it never comes to rest', way: wayTo(stuck) }
  return { states: nodes.length }
}

function main(options) {
  const named = options.flatMap((option, at) => (options[at - 1] === '--without' ? option.split(',') : []))
  const unknown = named.filter((rule) => !(rule in rules))
  if (unknown.length > 0) {
    console.error(
      `There is no rule ${unknown.join(', ')}. The rules are:\n${Object.entries(rules)
        .map(([rule, text]) => `  ${rule}: ${text}`)
        .join('\n')}`,
    )
    return 2
  }
  let allHold = true
  for (const without of options.includes('--each') ? omissions : [named]) {
    if (without.length > 0)
      console.log(`\nWithout ${without.join(' and ')}: ${without.map((rule) => rules[rule]).join('; ')}`)
    for (const world of worlds) {
      const { states, broken, way } = explore(world, without)
      console.log(`${broken ? 'BROKEN' : 'holds '}  ${world.name}: ${states} states`)
      if (!broken) continue
      allHold = false
      console.log(
        [broken, ...way.map((step, at) => `${String(at + 1).padStart(3)}. ${step}`)]
          .map((line) => `        ${line}`)
          .join('\n'),
      )
      if (without.length > 0) break
    }
  }
  return allHold || options.includes('--each') ? 0 : 1
}

if (import.meta.main) process.exitCode = main(argv.slice(2))
