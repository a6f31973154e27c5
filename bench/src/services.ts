import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildPages, storefront } from '@saleday/local/build-pages'
import { folderOf, type ServerName, services } from '@saleday/local/parties'
import { repository } from '@saleday/local/repository'
import { nodeFlags } from '@saleday/local/runtime'
import { type Place, placed } from './cores.ts'
import { end, endWithUs, type Running, untilReady } from './processes.ts'
import type { Customer, Stage } from './stage.ts'

export type Started = Running & { adminPort: number }

/** The next admin port; several processes of one service may run, each with settings of its own. */
let nextPort = 18_100

/**
 * Starts a process of a service as its image does, at the port that the others know unless the settings say another.
 * Its log goes nowhere, but is written.
 */
export async function startService(
  stage: Stage,
  server: ServerName,
  settings: Record<string, string> = {},
  place: Place = 'measured',
): Promise<Started> {
  const adminPort = nextPort++
  const env = stage.settingsOf(server, { ADMIN_PORT: String(adminPort), ...settings })
  const main = join(repository, folderOf(server), 'src/main.ts')
  const [command, args] = placed(place, process.execPath, [...nodeFlags, main])
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  endWithUs(child)
  await untilReady(child, `http://127.0.0.1:${adminPort}/readyz`).catch(async (error) => {
    await end(child)
    throw error
  })
  return { pid: child.pid!, port: Number(env.PORT), adminPort, stop: () => end(child) }
}

/**
 * Waits until a process serves this customer: it fetches the keys of access tokens after it has become ready.
 * @throws where it answers with anything but 200 for half a minute
 */
export async function untilServing(port: number, path: string, { accessToken }: Customer): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    await answer.arrayBuffer()
    if (answer.status === 200) return
    await sleep(100)
  }
  throw new Error(`${path} did not serve a customer within half a minute`)
}

/** A service beside others of its kind: at a port of its own. */
export const startVariant = (stage: Stage, server: ServerName, settings: Record<string, string> = {}) =>
  startService(stage, server, { PORT: String(nextPort++), ...settings })

type Keep = <R extends { stop(): Promise<void> }>(starting: Promise<R>) => Promise<R>

/** Stops all that the work has started, whatever came of it. */
export async function withRunning<T>(work: (keep: Keep) => Promise<T>): Promise<T> {
  const kept: { stop(): Promise<void> }[] = []
  try {
    return await work(async (starting) => {
      const running = await starting
      kept.push(running)
      return running
    })
  } finally {
    await Promise.all(kept.map((running) => running.stop()))
  }
}

/**
 * One process of each service, and the bank, ready for this customer. Orders are shipped as soon as they may be.
 * @param settings of one service or another, beside those
 */
export async function startShop(
  stage: Stage,
  keep: Keep,
  customer: Customer,
  settings: Partial<Record<ServerName, Record<string, string>>> = {},
): Promise<Record<(typeof services)[number], Started>> {
  await buildPages(repository, storefront, () => undefined)
  await keep(startService(stage, 'bank', {}, 'databases'))
  const started = {} as Record<(typeof services)[number], Started>
  for (const service of services)
    started[service] = await keep(
      startService(stage, service, {
        ...(service === 'order' ? { SHIP_AFTER_SECONDS: '0' } : {}),
        ...settings[service],
      }),
    )
  await untilServing(started.order.port, '/api/orders', customer)
  await untilServing(started.cart.port, '/api/cart', customer)
  return started
}

/** One figure of a process's metrics; 0 where it has none yet. */
export async function metricOf({ adminPort }: Started, name: string, label: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text()
  const line = text.split('\n').find((one) => one.startsWith(`${name}{`) && one.includes(label))
  return Number(line?.split(' ').at(-1) ?? 0)
}
