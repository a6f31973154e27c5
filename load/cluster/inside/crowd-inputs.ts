import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CrowdPlan } from '../../src/crowd-plan.ts'
import type { RunFiles } from '../../src/run-files.ts'
import { segmentsOf } from './segments.ts'

/** Files by their paths in the folder of a runner. */
export type Inputs = Readonly<Record<string, string>>

/** The volume of a runner: k8s/components/load/cronjob.yaml. */
export const crowdDir = '/crowd'

/** What each runner needs: the same for all, but for its part of the crowd. */
export function crowdInputs(parts: {
  files: Pick<RunFiles, 'plan' | 'customers' | 'goods' | 'shelf'>
  loadDir: string
  baseUrl: string
  runners: number
  /** The folder of a runner, where it is not that of its pod's volume. */
  dirOf?: ((index: number) => string) | undefined
}): Inputs[] {
  const { files, loadDir, baseUrl, runners, dirOf = () => crowdDir } = parts
  const read = (file: string): string => readFileSync(file, 'utf8')
  const plan = JSON.parse(read(files.plan)) as CrowdPlan
  const same: Inputs = {
    'customers.json': read(files.customers),
    'goods.json': read(files.goods),
    'shelf.json': read(files.shelf),
    ...scripts(loadDir),
  }
  return segmentsOf(runners).map((segment, index) => ({
    ...same,
    'plan.json': JSON.stringify(planInside(plan, baseUrl, dirOf(index))),
    'k6.json': JSON.stringify(segment),
  }))
}

/** The plan with what is elsewhere in a cluster. */
export const planInside = (plan: CrowdPlan, baseUrl: string, dir: string): CrowdPlan => ({
  ...plan,
  baseUrl,
  customersFile: `${dir}/customers.json`,
  goodsFile: `${dir}/goods.json`,
  shelfFile: `${dir}/shelf.json`,
  figuresFile: `${dir}/figures.json`,
})

/** The crowd's code as it is here. What k6 does not import does no harm. */
function scripts(loadDir: string): Inputs {
  const paths = ['k6', 'src'].flatMap((folder) =>
    readdirSync(join(loadDir, folder))
      .filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  return Object.fromEntries(paths.map((path) => [`load/${path}`, readFileSync(join(loadDir, path), 'utf8')]))
}
