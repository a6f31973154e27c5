import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { eventually } from '@saleday/testing/eventually'
import { isReady } from '../src/is-ready.ts'
import { ensureShop } from '../src/shop.ts'
import {
  alive,
  newPlace,
  pidsOf,
  processesNaming,
  readShopFile,
  type ShopProcess,
  startShop,
  untilOpen,
} from './shop-process.ts'
import { shopper } from './shopper.ts'

/** One process of each service: what is at stake here does not depend on their number. The tests build on each other. */
const place = await newPlace()
const args = [...place.args, '--replicas', '1']
const customer = { email: 'someone@example.com', password: 'a long enough password' }
let first: ShopProcess
const shopFile = () => readShopFile(place.dir.shop)

after(async () => {
  await eventually('nothing is left', () => processesNaming(place.dir.root).length === 0)
  place.remove()
})

test('npm start, twice on the same data, says that the shop is running and where', async () => {
  first = startShop(args)
  await untilOpen(first)
  const second = startShop(args)
  assert.equal(await second.exited, 2)
  assert.match(second.output(), new RegExp(`running already, at ${shopFile().baseUrl}`))
})

test('npm start, a port in use, names it and what wanted it, and starts nothing', async () => {
  const other = await newPlace()
  const { port } = new URL(shopFile().baseUrl)
  const second = startShop([...other.args, '--port', port])
  assert.equal(await second.exited, 2)
  assert.match(second.output(), new RegExp(`Port ${port}, wanted by the gateway, is in use`))
  assert.deepEqual(processesNaming(other.dir.root), [])
  other.remove()
})

test('a database that is killed is started again, and the shop goes on', async () => {
  const { databases, baseUrl } = shopFile()
  const before = databases.servers.PostgreSQL!.pid
  process.kill(before, 'SIGKILL')
  await eventually('another PostgreSQL', () => (shopFile().databases.servers.PostgreSQL?.pid ?? before) !== before)
  const visitor = shopper(baseUrl)
  const registering = { ...customer, name: 'Someone' }
  await eventually(
    'a new customer',
    async () => (await visitor.call('POST', '/api/auth/register', { body: registering })).status < 500,
  )
  await visitor.logIn(customer.email, customer.password)
})

test('a Valkey that is killed is started again, and carts and pages go on', async () => {
  const visitor = shopper(shopFile().baseUrl)
  for (const name of ['Valkey for carts', 'Valkey for the cache']) {
    const before = shopFile().databases.servers[name]!.pid
    process.kill(before, 'SIGKILL')
    await eventually(`another ${name}`, () => (shopFile().databases.servers[name]?.pid ?? before) !== before)
  }
  for (const path of ['/api/cart', '/api/products']) {
    await eventually(`${path} again`, async () => (await visitor.call('GET', path)).status === 200)
  }
})

test('a PostgreSQL that is shut down at once, as in a crash, is started again with what it had', async () => {
  const before = shopFile().databases.servers.PostgreSQL!.pid
  process.kill(before, 'SIGQUIT')
  await eventually('another PostgreSQL', () => (shopFile().databases.servers.PostgreSQL?.pid ?? before) !== before)
  await eventually('the customer is there', async () => {
    const login = { body: customer }
    return (await shopper(shopFile().baseUrl).call('POST', '/api/auth/login', login)).status === 200
  })
})

test('SIGKILL, then a start again, opens the shop with the data that it had', async () => {
  const before = pidsOf(shopFile())
  first.child.kill('SIGKILL')
  await first.exited
  const shop = await ensureShop({ dataDir: place.dir.root, args: args.slice(2) })
  assert.equal(shop.startedHere, true)
  await shopper(shop.baseUrl).logIn(customer.email, customer.password)
  await eventually('the processes of the killed run have ended', () => alive(before).length === 0)

  const shared = await ensureShop({ dataDir: place.dir.root })
  assert.equal(shared.startedHere, false)
  await shared.stop()
  for (const url of Object.values(shared.adminUrls).flat()) assert.ok(await isReady(`${url}/readyz`), `${url} goes on`)

  const pids = pidsOf(shopFile())
  await shop.stop()
  await eventually('all have ended', () => alive(pids).length === 0, 2_000)
})

test('a second Ctrl-C, even while the shop is being opened, ends everything at once', async () => {
  const shop = startShop(args)
  await eventually('the start is under way', () => shop.output().includes('are up'))
  shop.child.kill('SIGINT')
  await eventually('the first is heard', () => shop.output().includes('once more: at once'))
  shop.child.kill('SIGINT')
  const from = performance.now()
  await shop.exited
  assert.ok(performance.now() - from < 2_000, 'within two seconds')
  await eventually('nothing is left', () => processesNaming(place.dir.root).length === 0)
})

test('ensureShop, a shop that cannot start, says why', async () => {
  await assert.rejects(ensureShop({ dataDir: place.dir.root, args: ['--replicas', '99'] }), /--replicas is '99'/)
})
