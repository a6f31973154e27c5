import { forget, linesOf, type SeededBug } from './seeded-bug.ts'

/** Bugs that only the crowd has seen. */
export const bugsInJournal: SeededBug[] = [
  {
    name: 'other lines were acknowledged',
    books: [1],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'at once')
      for (const answer of linesOf(shop, 'answer', key)) answer.lines![0]!.quantity++
      return [id, key]
    },
  },
  {
    name: 'another total was acknowledged',
    books: [1],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'at once')
      for (const answer of linesOf(shop, 'answer', key)) answer.totalCents!++
      return [id, key]
    },
  },
  {
    name: 'an order that nobody wanted',
    books: [1],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'never')
      forget(shop, (line) => 'key' in line && line.key === key)
      return [id, key]
    },
  },
  {
    name: 'acknowledged, and refused in the end',
    books: [1],
    seed(shop) {
      const { id, key } = shop.find('timed_out', 'at once')
      for (const answer of linesOf(shop, 'answer', key)) {
        Object.assign(answer, { status: 201, code: '' })
        const { at } = answer
        shop.journal.push({
          j: 'read',
          at,
          key,
          orderId: id,
          status: 200,
          state: 'confirmed',
          totalCents: null,
          lines: null,
        })
      }
      return [id, key]
    },
  },
  {
    name: 'an order of which a buyer was told by 202 is not there',
    books: [1],
    seed(shop) {
      const { key } = shop.find('never_begun', 'never')
      const orderId = crypto.randomUUID()
      const none = { code: '', totalCents: null, lines: null }
      shop.journal.push({ j: 'answer', at: Date.now(), key, attempt: 1, status: 202, orderId, ms: 1, ...none })
      return [orderId, key]
    },
  },
  {
    name: 'a damaged line',
    books: [1],
    seed(shop) {
      shop.journal.splice(5, 0, { j: 'broken' } as never)
      return []
    },
  },
  {
    name: 'told two things: confirmed and sold out',
    books: [2],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'at once')
      const none = { orderId: '', totalCents: null, lines: null }
      const at = Date.now()
      shop.journal.push({ j: 'answer', at, key, attempt: 2, status: 409, code: 'out_of_stock', ms: 1, ...none })
      return [id, key]
    },
  },
  {
    name: 'told two refusals',
    books: [2],
    seed(shop) {
      const { id, key } = shop.find('payment_declined', 'at once')
      const none = { orderId: id, totalCents: null, lines: null }
      const at = Date.now()
      shop.journal.push({ j: 'answer', at, key, attempt: 2, status: 409, code: 'timed_out', ms: 1, ...none })
      return [id, key]
    },
  },
  {
    name: 'told two orders',
    books: [1, 2],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'at once')
      const orderId = crypto.randomUUID()
      const [answer] = linesOf(shop, 'answer', key)
      shop.journal.push({ ...answer!, at: Date.now(), orderId })
      return [key, id, orderId]
    },
  },
  {
    name: 'refused, and yet sold',
    books: [2],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'at once')
      forget(shop, (line) => line.j === 'read' && line.key === key)
      for (const answer of linesOf(shop, 'answer', key)) Object.assign(answer, { status: 409, code: 'out_of_stock' })
      return [id, key]
    },
  },
  {
    name: 'told that the price has changed, and yet an order',
    books: [2],
    seed(shop) {
      const { id, key } = shop.find('timed_out', 'never')
      const none = { orderId: '', totalCents: null, lines: null }
      const at = Date.now()
      shop.journal.push({ j: 'answer', at, key, attempt: 1, status: 409, code: 'price_changed', ms: 1, ...none })
      return [id, key]
    },
  },
  {
    name: 'told another reason than the order has',
    books: [2],
    seed(shop) {
      const { id, key } = shop.find('payment_declined', 'at once')
      for (const answer of linesOf(shop, 'answer', key)) Object.assign(answer, { status: 409, code: 'out_of_stock' })
      return [id, key]
    },
  },
  {
    name: 'one key for two intents',
    books: [2],
    seed(shop) {
      const { key } = shop.find('confirmed', 'at once')
      shop.journal.push(...linesOf(shop, 'intent', key))
      return [key]
    },
  },
  {
    name: 'an acknowledged order was never read',
    books: [6],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'at once')
      forget(shop, (line) => line.j === 'read' && line.key === key)
      return [id, key]
    },
  },
  {
    name: 'an acknowledged order was not found at first',
    books: [6],
    seed(shop) {
      const { id, key } = shop.find('shipped', 'at once')
      const [read] = linesOf(shop, 'read', key)
      shop.journal.push({ ...read!, status: 404, state: '', totalCents: null, lines: null })
      return [id, key]
    },
  },
  {
    name: 'an acknowledged order was read as one that is not decided',
    books: [6],
    seed(shop) {
      const { id, key } = shop.find('confirmed', 'at once')
      for (const read of linesOf(shop, 'read', key)) read.state = 'placed'
      return [id, key]
    },
  },
  {
    name: 'a watched order was not found',
    books: [6],
    seed(shop) {
      const order = shop.orders.find(({ hearing }) => hearing === 'by watching')!
      const [read] = linesOf(shop, 'read', order.key)
      Object.assign(read!, { status: 404, state: '', totalCents: null, lines: null })
      return [order.id, order.key]
    },
  },
]
