import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { BankFaults } from '@saleday/contracts/bank'
import type { ProductDetail, ProductPage, StockLevel } from '@saleday/contracts/product'
import { dataDir } from '@saleday/local/data-dir'
import type { ServerName } from '@saleday/local/parties'
import { readJson } from '@saleday/local/read-json'
import type { ShopFile } from '@saleday/local/shop-file'
import { send } from './send.ts'

/** Names the folder with the data of the shop that is tested. */
export const shopVariable = 'SALEDAY_BROWSER_SHOP'

/** Options of `npm start` for a shop beside any that runs already. */
export const placeOfItsOwn = ['--offset', '12000', '--port', '18290', '--replicas', '2'] as const

const root = () => {
  const folder = process.env[shopVariable]
  if (!folder) throw new Error(`${shopVariable} is not set: run the tests by npm run test:browser`)
  return dataDir(folder)
}

export const shopFile = (): ShopFile => {
  const { shop } = root()
  // Replaced as a whole now and then.
  const file = readJson<ShopFile>(shop) ?? readJson<ShopFile>(shop)
  if (!file) throw new Error(`${shop} is not there: the shop has stopped.`)
  return file
}

export const baseUrl = (): string => shopFile().baseUrl
export const consoleUrl = (): string => shopFile().console.url

/** The product whose name is as said. */
export async function productNamed(name: string): Promise<ProductDetail> {
  const { items } = await send<ProductPage>(`${baseUrl()}/api/products?${new URLSearchParams({ q: name, limit: '5' })}`)
  const found = items.find((product) => product.name === name)
  if (!found) throw new Error(`The catalogue has no ${name}.`)
  return await send(`${baseUrl()}/api/products/${found.id}`)
}

/** What an operator may do: with a token for the service, and not through the gateway. */
function asOperator<T>(server: 'product' | 'order', method: string, path: string, body?: unknown): Promise<T> {
  const token = readFileSync(join(root().tokens, 'operator', server), 'utf8')
  return send<T>(`${shopFile().servers[server].url}/internal${path}`, { method, token, body })
}

export const stockOf = (productId: string) => asOperator<StockLevel>('product', 'GET', `/products/${productId}/stock`)
export const setPrice = (productId: string, priceCents: number) =>
  asOperator('product', 'PATCH', `/products/${productId}`, { priceCents })
export const ship = (orderId: string) => asOperator('order', 'POST', `/orders/${orderId}/ship`)

const bankFaultsUrl = () => `${shopFile().servers.bank.processes[0]!.adminUrl}/faults`
export const bankFaults = () => send<Partial<BankFaults>>(bankFaultsUrl())

/** At the end of the test the bank has no fault; until then it has these. */
export async function withBankFaults(t: TestContext, faults: Partial<BankFaults> = {}): Promise<void> {
  t.after(() => send(bankFaultsUrl(), { method: 'PUT', body: {} }))
  await send(bankFaultsUrl(), { method: 'PUT', body: faults })
}

/** Every process of a service, killed at once: the shop starts new ones. */
export function killAll(server: ServerName): void {
  for (const { pid } of shopFile().servers[server].processes) process.kill(pid, 'SIGKILL')
}

/** Halts every process of a service: it takes connections and gives no answer. They go on at the end of the test at the latest. */
export function halt(t: TestContext, server: ServerName): { goOn: () => void } {
  const pids = shopFile().servers[server].processes.map(({ pid }) => pid)
  const goOn = () => {
    for (const pid of pids.splice(0)) process.kill(pid, 'SIGCONT')
  }
  t.after(goOn)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return { goOn }
}
