import { UserError } from '@saleday/local/user-error'

/** What a Gateway says of where it is. */
export type GatewayState = {
  spec?: { gatewayClassName?: string; listeners?: { protocol: string; port: number }[] }
  status?: { addresses?: { value: string }[] }
}

/** k8s/addons/traefik.yaml tells nobody its address: this is the Service of it. */
const traefik = 'http://traefik.traefik.svc:8000'

/** Where those who are inside of the cluster find its gateway. */
export function baseUrlInside(gateway: GatewayState | undefined, url: string | undefined): string {
  if (url !== undefined) return url
  const listener = gateway?.spec?.listeners?.[0]
  const address = gateway?.status?.addresses?.[0]?.value
  if (listener !== undefined && address !== undefined) {
    const host = address.includes(':') ? `[${address}]` : address
    return `${listener.protocol.toLowerCase()}://${host}:${listener.port}`
  }
  if (gateway?.spec?.gatewayClassName === 'traefik') return traefik
  throw new UserError('The Gateway of the shop says no address, so a crowd inside cannot find it.', 'Give it: --url')
}
