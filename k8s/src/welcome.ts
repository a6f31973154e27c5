import { shopUrl } from './gateway-check.ts'
import { contextOf } from './kubectl.ts'
import { namespace } from './namespace.ts'

type Welcome = {
  cluster: string
  port: number
  seconds: string
  customer: { email: string; password: string }
  cards: readonly (readonly [number: string, what: string])[]
}

/** What is printed when the shop is open: where it is, who may buy, and how to go on. */
export function welcome({ cluster, port, seconds, customer, cards }: Welcome): string {
  const url = shopUrl(port)
  const kubectl = `kubectl --context ${contextOf(cluster)} --namespace ${namespace}`
  const option = cluster === 'saleday' ? '' : ` -- --name ${cluster}`
  const places = table([
    ['Shop', url],
    ['Products', `${url}/api/products`],
    ['OpenAPI', `${url}/openapi/order.json (also product, cart, auth, web, bank)`],
    ['Test customer', `${customer.email}  ${customer.password}`],
    ...cards.map(([number, what], index): [string, string] => [index === 0 ? 'Test cards' : '', `${number}  ${what}`]),
  ])
  const commands = table([
    [`npm run kind:status${option}`, 'how it is'],
    [`npm run kind:up${option}`, 'brings what you have changed into the cluster'],
    [`${kubectl} get pods --output wide`, 'the pods, and their nodes'],
    [`${kubectl} logs --follow deployment/order`, 'what a service says'],
    [`${kubectl} rollout restart deployment/order`, 'new pods for old, without a failed request'],
    [`npm run kind:down${option}`, 'deletes the cluster, with all that is in it'],
  ])
  return `\nThe shop is open after ${seconds} s.\n\n${places}\n\n${commands}\n`
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}
