import { hostname } from 'node:os'
import { kubectlText } from '@saleday/load/cluster/kubectl-text'
import type { LiveDay } from '@saleday/load/live-day'
import type { DataDir } from '@saleday/local/data-dir'
import { databaseServers } from '@saleday/local/databases-protocol'
import { readJson } from '@saleday/local/read-json'
import type { ShopFile } from '@saleday/local/shop-file'
import type { Place } from './frame.ts'
import type { Done, Seen, SeenPod, SeenService, Source } from './seen.ts'

/** In the order of a checkout; others come after them. */
const shownFirst = ['web', 'product', 'cart', 'order', 'payment', 'auth']

/** As the supervisor calls the databases' servers, and as a cluster does. */
const stores: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(databaseServers).map(([store, name]) => [name, store]),
)

/** The shop on this machine, as its supervisor and the harness write of it. */
export function localSource(dir: Pick<DataDir, 'shop' | 'saleDay'>): Source {
  return {
    readEveryMs: 1_000,
    async look() {
      const shop = readJson<ShopFile>(dir.shop)
      return shop === undefined || !isAlive(shop.pid) ? nothing : localSeen(shop, await drainingOf(shop))
    },
    saleDay: () => readJson<LiveDay>(dir.saleDay),
    news: () => [],
    kill: async (pod) => killProcess(pod),
    bankFaultsCommand: (faults) => text.bankFaults(faults),
    close: async () => undefined,
  }
}

/** Of the shop in a cluster, for those who want to do the same there. */
const text = kubectlText(undefined, 'saleday')

const place = (state: Place['state'], says: string | null): Place => ({
  kind: 'local',
  name: hostname(),
  context: null,
  namespace: 'saleday',
  state,
  says,
})

const nothing: Seen = {
  place: place('absent', 'No shop runs on this machine. Open it: npm start'),
  nodes: [],
  pods: [],
  services: [],
}

/** @param draining pids of processes that were told to stop */
export function localSeen(shop: ShopFile, draining: ReadonlySet<number>): Seen {
  const services = Object.keys(shop.servers).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
  const pods = services.flatMap((service) => podsOf(shop, service, draining))
  const machine = { name: hostname(), role: 'machine', ready: true, takesPods: true } as const
  return {
    place: shop.state === 'open' ? place('watching', null) : place('absent', `The shop is ${shop.state}.`),
    nodes: [machine],
    pods: [...pods, ...storePods(shop)],
    services: [
      ...services.map((name): SeenService => {
        const ready = pods.filter(({ service, phase }) => service === name && phase === 'ready').length
        const [kind, wanted] = name === 'bank' ? (['bank', 1] as const) : (['service', shop.replicas] as const)
        return { name, kind, wanted, ready, autoscaler: null, rollout: null }
      }),
      ...Object.entries(stores).flatMap(([name, store]): SeenService[] => {
        // One that runs elsewhere is not seen.
        if (name !== 'PostgreSQL' && shop.databases.valkey !== null && !(name in shop.databases.servers)) return []
        const ready = name in shop.databases.servers ? 1 : 0
        return [{ name: store, kind: 'store', wanted: 1, ready, autoscaler: null, rollout: null }]
      }),
    ],
  }
}

function rank(service: string): number {
  if (service === 'bank') return shownFirst.length + 1
  const found = shownFirst.indexOf(service)
  return found === -1 ? shownFirst.length : found
}

function podsOf(shop: ShopFile, service: string, draining: ReadonlySet<number>): SeenPod[] {
  const processes = Object.entries(shop.servers).find(([name]) => name === service)?.[1].processes ?? []
  return processes.map(({ pid, startedAt, ready, adminUrl }) => ({
    id: String(pid),
    name: `${service} ${pid}`,
    service,
    node: hostname(),
    phase: draining.has(pid) ? 'draining' : ready ? 'ready' : 'starting',
    reason: null,
    startedAt: Date.parse(startedAt),
    restarts: 0,
    version: '',
    adminUrl,
  }))
}

const storePods = (shop: ShopFile): SeenPod[] =>
  Object.entries(shop.databases.servers).map(([name, { pid }]) => ({
    id: String(pid),
    name: `${stores[name] ?? name} ${pid}`,
    service: stores[name] ?? name,
    node: hostname(),
    phase: 'ready',
    reason: null,
    startedAt: Date.parse(shop.startedAt),
    restarts: 0,
    version: '',
    adminUrl: null,
  }))

/** The supervisor does not list who is on its way out: the processes themselves say so. */
async function drainingOf(shop: ShopFile): Promise<Set<number>> {
  const processes = Object.values(shop.servers).flatMap((server) => server.processes)
  const asked = await Promise.all(
    processes.map(async ({ pid, ready, adminUrl }) => (ready && (await isDraining(adminUrl)) ? [pid] : [])),
  )
  return new Set(asked.flat())
}

async function isDraining(adminUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${adminUrl}/readyz`, { signal: AbortSignal.timeout(500) })
    return ((await response.json()) as { phase?: string }).phase === 'draining'
  } catch {
    return false
  }
}

/** With the command that ends one pod of that service, whichever comes first. */
function killProcess({ id, name, service }: SeenPod): Done | undefined {
  if (!signal(Number(id), 'SIGKILL')) return undefined
  return { says: `SIGKILL to ${name}`, kubectl: text.deleteOnePodOf(service) }
}

const isAlive = (pid: number): boolean => signal(pid, 0)

/** @returns false where there is no such process @throws where it is somebody else's */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
