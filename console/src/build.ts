import { readBuiltPages } from '@saleday/chassis/built-pages'
import type { Chassis, Service } from '@saleday/chassis/chassis'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { openSource } from './open-source.ts'
import { operate } from './operate.ts'
import { operatorToken } from './operator-token.ts'
import type { Source } from './seen.ts'
import { frameStreams } from './stream-frames.ts'
import { watchShop } from './watch-shop.ts'

export const build = async (config: Config, chassis: Chassis): Promise<Service> =>
  serviceOf(config, chassis, await openSource(config))

/** The console of any source. */
export function serviceOf(
  config: Pick<Config, 'distDir' | 'operatorToken'>,
  chassis: Chassis,
  source: Source,
): Service {
  const { log, draining } = chassis
  const { operatorToken: secret } = config
  const watch = watchShop(source, { log, actions: secret !== undefined })
  const pages = readBuiltPages(config.distDir, 'page of the console')
  const operator =
    secret === undefined ? undefined : { token: operatorToken(secret), operate: operate(source, watch, log) }
  return {
    app: createApp(chassis, { ...pages, stream: frameStreams(watch, draining), operator }),
    workers: [watch.worker],
    close: () => source.close(),
  }
}
