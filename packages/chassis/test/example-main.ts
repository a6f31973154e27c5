/** A process for the tests of the chassis: `run` around the example. */
import type { Chassis, Service } from '@saleday/chassis/chassis'
import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { httpApp } from '@saleday/chassis/http-app'
import { run } from '@saleday/chassis/run'
import { SettingsError, settings } from '@saleday/chassis/settings'
import { periodicWorker } from '@saleday/chassis/worker'
import { exampleContract, exampleRoutes } from './example.ts'

const service = (warmUpMs: number, chassis: Chassis): Service => ({
  app: httpApp(chassis, exampleContract, (on) => exampleRoutes(on, chassis.draining)),
  warmUp: () => new Promise((resolve) => setTimeout(resolve, warmUpMs)),
  checks: {
    good: async () => undefined,
    bad: async () => {
      throw new Error('away')
    },
  },
  workers: [periodicWorker({ name: 'tick', everyMs: 10, run: async () => undefined, log: chassis.log })],
  adminRoutes: (admin) => {
    admin.get('/block', (_req, res) => {
      res.json({})
      const end = Date.now() + 1_500
      while (Date.now() < end);
    })
  },
  close: async () => process.stdout.write('closed\n'),
})

await run({
  name: 'order',
  loadConfig: (environment) =>
    settings(environment, (from) => ({
      chassis: chassisSettings(from),
      warmUpMs: from.integer('WARM_UP_MS', { default: 0 }),
      folder: from.optional.string('MISSING_FOLDER'),
    })),
  build: (config, chassis) => {
    if (config.folder) throw new SettingsError(`There is no folder ${config.folder}.`)
    return service(config.warmUpMs, chassis)
  },
})
