import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a shop does in a test of the crowd: an answer takes the place of the fake's, `cut` and `hang` are none at all. */
export type Mood = (request: Call) => Answer | 'cut' | 'hang' | undefined
export type Call = {
  method: string
  path: string
  query: string
  key: string | undefined
  attempt: number
  body: unknown
}
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

type Line = { productId: string; quantity: number }
type Body = { lines: Line[]; expectedTotalCents: number; quantity: number; productId: string; cardToken: string }

const products = Array.from({ length: 12 }, (_, index) => ({
  id: crypto.randomUUID(),
  name: `Lantern number ${index}`,
  category: 'garden',
  priceCents: 100 + index,
  doorbuster: index === 1,
  availability: index === 0 ? 'sold_out' : 'in_stock',
  available: index === 0 ? 0 : 100,
}))
const doorbusterId = products[1]!.id

/**
 * A shop that is just true enough for the crowd: it keeps carts and orders in memory.
 * @param doorbusters units of the doorbuster; all other goods never end
 */
export async function fakeShop(mood: Mood = () => undefined, doorbusters = Number.POSITIVE_INFINITY) {
  let left = doorbusters
  const carts = new Map<string, Line[]>()
  const orders = new Map<
    string,
    { id: string; state: string; reason: string | null; lines: Line[]; totalCents: number }
  >()
  const attempts = new Map<string, number>()
  const orderCalls: Call[] = []

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString())
    const call = callOf(request, body)
    if (isCheckout(call)) orderCalls.push(call)
    const answer = mood(call) ?? answerOf(call, request)
    if (answer === 'hang') return
    if (answer === 'cut') return request.socket.destroy()
    send(response, answer)
  })

  function callOf(request: IncomingMessage, body: unknown): Call {
    const key = request.headers['idempotency-key'] as string | undefined
    const attempt = (attempts.get(key ?? '') ?? 0) + 1
    if (key !== undefined) attempts.set(key, attempt)
    const [path = '', query = ''] = (request.url ?? '').split('?')
    return { method: request.method ?? '', path, query, key, attempt, body }
  }

  function answerOf({ method, path, key, body }: Call, request: IncomingMessage): Answer {
    const sent = body as Body
    const owner = request.headers.authorization ?? request.headers.cookie ?? 'saleday_guest=new'
    if (path === '/api/products') return { status: 200, body: { items: products, nextCursor: null } }
    if (path.startsWith('/api/products/')) return productAnswer(path, request.headers['if-none-match'])
    if (path.startsWith('/api/cart')) return cartAnswer(owner, method, path, sent)
    if (path === '/api/orders' && method === 'GET')
      return { status: 200, body: { items: [...orders.values()].slice(-1) } }
    if (path === '/api/orders') return orderAnswer(key ?? '', sent)
    const order = [...orders.values()].find(({ id }) => path.endsWith(id))
    return order === undefined ? { status: 404, body: { code: 'order_not_found' } } : { status: 200, body: order }
  }

  function productAnswer(path: string, etag: string | undefined): Answer {
    if (etag === '"1"') return { status: 304 }
    const product = products.find(({ id }) => path.endsWith(id))
    return product === undefined ? { status: 404 } : { status: 200, body: product, headers: { etag: '"1"' } }
  }

  function cartAnswer(owner: string, method: string, path: string, sent: Body): Answer {
    const productId = path.split('/')[4] ?? sent?.productId
    const others = (carts.get(owner) ?? []).filter((line) => line.productId !== productId)
    const lines = { GET: carts.get(owner) ?? [], DELETE: productId === undefined ? [] : others }[method] ?? [
      ...others,
      { productId, quantity: sent.quantity },
    ]
    carts.set(owner, lines)
    return { status: 200, body: { lines }, headers: { 'set-cookie': 'saleday_guest=new; Path=/' } }
  }

  function orderAnswer(key: string, { lines, expectedTotalCents, cardToken }: Body): Answer {
    if (cardToken.endsWith('0002')) return { status: 402, body: { code: 'payment_declined' } }
    const isNew = !orders.has(key) && lines.some(({ productId }) => productId === doorbusterId)
    if (isNew && left < 1) return { status: 409, body: { code: 'out_of_stock' } }
    if (isNew) left -= 1
    const order = orders.get(key) ?? {
      id: crypto.randomUUID(),
      state: 'confirmed',
      reason: null,
      lines,
      totalCents: expectedTotalCents,
    }
    orders.set(key, order)
    return { status: 201, body: order }
  }

  /** As an operator sees it. */
  const stock = {
    level: async (productId: string) => {
      const onHand = productId === doorbusterId ? left : 1_000_000
      return { productId, onHand, reserved: 0, sold: doorbusters - left, initial: doorbusters }
    },
    restock: async () => assert.fail('nothing runs low here'),
  }

  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    orders,
    orderCalls,
    stock,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A purchase is sent, as opposed to orders being read. */
export const isCheckout = ({ method, path }: Call): boolean => method === 'POST' && path === '/api/orders'

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
