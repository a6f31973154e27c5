import { relative } from 'node:path'

/** The table that is printed when the shop is open. */
export function welcome(options: {
  baseUrl: string
  consoleUrl: string
  seconds: string
  customer: { email: string; password: string }
  cards: readonly (readonly [number: string, what: string])[]
  logsDir: string
  shopFile: string
  processes: number
  from: string
}): string {
  const { baseUrl, consoleUrl, seconds, customer, cards, logsDir, shopFile, processes, from } = options
  const rows: [string, string][] = [
    ['Shop', baseUrl],
    ['Console', consoleUrl],
    ['Products', `${baseUrl}/api/products`],
    ['OpenAPI', `${baseUrl}/openapi/order.json (also product, cart, payment, auth, bank, web)`],
    ['Test customer', `${customer.email}  ${customer.password}`],
    ...cards.map(([number, what], index): [string, string] => [index === 0 ? 'Test cards' : '', `${number}  ${what}`]),
    ['Processes', `${processes}, listed in ${near(from, shopFile)}`],
    ['Logs', near(from, logsDir)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const table = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
  return `\nThe shop is open after ${seconds} s.\n\n${table}\n\nCtrl-C stops it.\n`
}

/** A path as one would type it in that folder. */
function near(folder: string, path: string): string {
  const short = relative(folder, path)
  return short.startsWith('..') ? path : short
}
