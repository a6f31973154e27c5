import type { Report } from './report-schema.ts'

export type Pod = NonNullable<Report['cluster']>['pods'][number]
export type PodRow = { service: string; pods: Pod[] }

/** Room for the sign at the end of a bar. */
const gapShare = 0.018

/**
 * The pods of a node in rows: services one after the other, and within a service each pod in the first row in which the one
 * before it has ended long enough ago.
 */
export function podRows(pods: readonly Pod[], services: readonly string[], lengthMs: number): PodRow[] {
  return services.flatMap((service) => {
    const rows: PodRow[] = []
    for (const pod of pods.filter((one) => one.service === service).sort((a, b) => a.bornMs - b.bornMs)) {
      const free = rows.find(({ pods: before }) => endMs(before.at(-1)!, lengthMs) + lengthMs * gapShare <= pod.bornMs)
      if (free === undefined) rows.push({ service, pods: [pod] })
      else free.pods.push(pod)
    }
    return rows
  })
}

export const endMs = ({ goneMs }: Pod, lengthMs: number): number => Math.min(goneMs ?? lengthMs, lengthMs)
export const beginMs = ({ bornMs }: Pod): number => Math.max(0, bornMs)

/** The shop's services in the order in which a customer comes to them; what else there is comes after. */
export function servicesOf(pods: readonly Pod[]): string[] {
  const place = (service: string): number => (known.includes(service) ? known.indexOf(service) : known.length)
  return [...new Set(pods.map(({ service }) => service))].sort((a, b) => place(a) - place(b) || a.localeCompare(b))
}
const known = ['product', 'cart', 'order', 'payment', 'auth', 'web']

/** Its colour; what is no service of the shop has none of its own. */
export const hueOf = (service: string): string => `hue${known.indexOf(service) + 1}`
