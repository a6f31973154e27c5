import { loadConfig as auth } from '@saleday/auth/config'
import { loadConfig as bank } from '@saleday/bank/config'
import { loadConfig as cart } from '@saleday/cart/config'
import type { ChassisSettings } from '@saleday/chassis/chassis-settings'
import type { Environment } from '@saleday/chassis/settings'
import { type ServerName, servers, services } from '@saleday/local/parties'
import { loadConfig as order } from '@saleday/order/config'
import { loadConfig as payment } from '@saleday/payment/config'
import { loadConfig as product } from '@saleday/product/config'
import { loadConfig as web } from '@saleday/web/config'
import { environmentOf, type Environment as Told } from './environment.ts'
import { type Container, type Deployment, ofKind } from './objects.ts'
import { type Reads, recordReads } from './record-reads.ts'
import type { Rendering } from './rule.ts'

/** A Deployment whose program is ours, with what its container is told. */
export type Server = { name: ServerName; deployment: Deployment; container: Container; told: Told }

const loaders: Readonly<Record<ServerName, (environment: Environment) => { chassis: ChassisSettings }>> = {
  product,
  cart,
  order,
  payment,
  auth,
  bank,
  web,
}

const isOurs = (name: string): name is ServerName => servers.some((server) => server === name)
export const isService = (name: string): boolean => services.some((service) => service === name)

export function serversOf(rendering: Rendering): Server[] {
  return ofKind(rendering.objects, 'Deployment').flatMap((deployment) => {
    const { name } = deployment.metadata
    const pod = deployment.spec.template.spec
    const container = pod.containers[0]
    if (!isOurs(name) || !container) return []
    return [{ name, deployment, container, told: environmentOf(container, pod, rendering) }]
  })
}

/** Runs the server's own reader of its settings on what its container is told. */
export const load = ({ name, told }: Server): Reads<{ chassis: ChassisSettings }> =>
  recordReads(told.values, loaders[name])
