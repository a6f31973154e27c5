import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildPages, storefront } from '@saleday/local/build-pages'
import { folderOf, type ServiceName, services } from '@saleday/local/parties'
import { repository } from '@saleday/local/repository'
import { nodeFlags } from '@saleday/local/runtime'
import { freePort } from '@saleday/testing/free-port'
import { placed } from './cores.ts'
import { type Finding, ratioOf } from './finding.ts'
import { end, endWithUs } from './processes.ts'
import { inTurn, type RunSettings } from './run-settings.ts'
import type { Stage } from './stage.ts'

const limitMs = 120_000
/** A start takes a tenth of what other measures need, and varies more. */
const roundsFactor = 2

/** From the start of a process to the first 200 of its probe, with all code compiled beforehand as in the image. */
export async function measureReady(stage: Stage, run: RunSettings): Promise<Finding[]> {
  await buildPages(repository, storefront, () => undefined)
  const compiled = join(stage.dir.root, 'image-compile-cache')
  await mkdir(compiled)
  for (const service of services) await compile(service, compiled)
  const floor = await bundleFloor(stage.dir.root, compiled)

  const startService = async (service: ServiceName) => {
    const adminPort = await freePort()
    const env = stage.settingsOf(service, { ADMIN_PORT: String(adminPort), NODE_COMPILE_CACHE: compiled })
    return await startMs(mainOf(service), env, `http://127.0.0.1:${adminPort}/readyz`)
  }
  const startFloor = async () => {
    const port = await freePort()
    const env = { PATH: process.env.PATH ?? '', PORT: String(port), NODE_COMPILE_CACHE: compiled }
    return await startMs(floor, env, `http://127.0.0.1:${port}/`)
  }
  const sides = Object.fromEntries([...services.map((service) => [service, () => startService(service)])])
  const results: Record<string, number[]> = await inTurn(run.rounds * roundsFactor, { ...sides, floor: startFloor })
  return services.map((service) =>
    ratioOf(
      `ready, ${service}`,
      { name: service, unit: 'ms', values: results[service]! },
      { name: 'bare node:http', unit: 'ms', values: results.floor! },
      { is: '≤', limit: 4 },
    ),
  )
}

const mainOf = (service: ServiceName) => join(repository, folderOf(service), 'src/main.ts')

/** As the Dockerfile does it: without settings a service loads all that it consists of, and ends with 2; so does web without pages. */
async function compile(service: ServiceName, cache: string): Promise<void> {
  const child = spawn(process.execPath, [...nodeFlags, mainOf(service)], {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', NODE_COMPILE_CACHE: cache, DIST_DIR: '/nowhere' },
    stdio: 'ignore',
  })
  endWithUs(child)
  const [code] = await once(child, 'exit')
  if (code !== 2) throw new Error(`${service} without settings ended with ${code}; its code was to be compiled by that`)
}

/** The floor as one file of JavaScript, and compiled too: it writes its cache when it has been told to end. */
async function bundleFloor(dir: string, cache: string): Promise<string> {
  const path = join(dir, 'bare-http.mjs')
  await copyFile(new URL('../floors/bare-http.ts', import.meta.url), path)
  const env = { PATH: process.env.PATH ?? '', PORT: String(await freePort()), NODE_COMPILE_CACHE: cache }
  await startMs(path, env, `http://127.0.0.1:${env.PORT}/`)
  return path
}

async function startMs(script: string, env: Record<string, string>, url: string): Promise<number> {
  const [command, args] = placed('measured', process.execPath, [...nodeFlags, script])
  const begunMs = performance.now()
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  endWithUs(child)
  try {
    while (!(await answers(url))) {
      if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode} before it was ready`)
      if (performance.now() - begunMs > limitMs) throw new Error(`${script} was not ready within ${limitMs} ms`)
      await sleep(2)
    }
    return performance.now() - begunMs
  } finally {
    await end(child)
  }
}

/** Not by fetch, which takes longer than what is measured when it is used for the first time. */
const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(url, { agent: false }, (res) => {
      res.resume()
      resolve(res.statusCode === 200)
    }).on('error', () => resolve(false))
  })
