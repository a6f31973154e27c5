import { fileURLToPath } from 'node:url'
import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { type Environment, SettingsError, type SettingsReader, settings } from '@saleday/chassis/settings'
import type { Sale } from './sale.ts'

export type Config = ReturnType<typeof loadConfig>

export const loadConfig = (environment: Environment) =>
  settings(environment, (from) => ({
    chassis: chassisSettings(from),
    distDir: from.string('DIST_DIR', { default: fileURLToPath(new URL('../dist', import.meta.url)) }),
    /** Undefined: every day is a sale day, from midnight to midnight. */
    sale: environment.SALE_STARTS_AT || environment.SALE_ENDS_AT ? saleOf(from) : undefined,
  }))

/** Both are needed where one is set. */
function saleOf(from: SettingsReader): Sale {
  const sale = { startsAt: from.time('SALE_STARTS_AT'), endsAt: from.time('SALE_ENDS_AT') }
  if (sale.startsAt >= sale.endsAt) throw new SettingsError('SALE_ENDS_AT must be later than SALE_STARTS_AT.')
  return sale
}
