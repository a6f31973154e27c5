import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UserError } from '@saleday/local/user-error'
import { readScenario } from './read-scenario.ts'
import type { Scenario } from './scenario.ts'

export const scenariosDir = resolve(import.meta.dirname, '../scenarios')

/** Where the scenarios that come with the shop are, by name. */
export const shippedScenarios = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(scenariosDir)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file.slice(0, -'.yaml'.length), join(scenariosDir, file)]),
  )

/** The file of a scenario: one that comes with the shop, by its name, or any other, by its path. @throws UserError */
export function scenarioFile(nameOrPath: string, folder: string): string {
  const shipped = shippedScenarios()
  if (Object.hasOwn(shipped, nameOrPath)) return shipped[nameOrPath]!
  const path = resolve(folder, nameOrPath)
  if (/[/\\]|\.ya?ml$/.test(nameOrPath) && existsSync(path)) return path
  throw new UserError(
    `--scenario is '${nameOrPath}', but must be one of: ${Object.keys(shipped).join(', ')}; or the path of a file.`,
    'What a scenario may hold is in load/README.md.',
  )
}

/** A scenario that comes with the shop. */
export const shippedScenario = (name: string): Scenario => readScenario(join(scenariosDir, `${name}.yaml`))
