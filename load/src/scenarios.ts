import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UserError } from '@saleday/local/user-error'
import { readScenario } from './read-scenario.ts'
import type { Scenario } from './scenario.ts'

export const scenariosDir = resolve(import.meta.dirname, '../scenarios')

/** Those for a cluster, which go before the others there. */
export const clusterScenariosDir = join(scenariosDir, 'cluster')

export type Place = 'local' | 'cluster'

/** Where the scenarios that come with the shop are, by name. */
export function shippedScenarios(place: Place = 'local'): Record<string, string> {
  const shared = scenariosIn(scenariosDir)
  return place === 'local' ? shared : { ...shared, ...scenariosIn(clusterScenariosDir) }
}

const scenariosIn = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file.slice(0, -'.yaml'.length), join(dir, file)]),
  )

/** The file of a scenario: one that comes with the shop, by its name, or any other, by its path. @throws UserError */
export function scenarioFile(nameOrPath: string, folder: string, place: Place = 'local'): string {
  const shipped = shippedScenarios(place)
  if (Object.hasOwn(shipped, nameOrPath)) return shipped[nameOrPath]!
  const path = resolve(folder, nameOrPath)
  if (/[/\\]|\.ya?ml$/.test(nameOrPath) && existsSync(path)) return path
  throw new UserError(
    `--scenario is '${nameOrPath}', but must be one of: ${Object.keys(shipped).sort().join(', ')}; or the path of a file.`,
    'What a scenario may hold is in load/README.md.',
  )
}

/** A scenario that comes with the shop. */
export const shippedScenario = (name: string, place: Place = 'local'): Scenario =>
  readScenario(shippedScenarios(place)[name] ?? name)
