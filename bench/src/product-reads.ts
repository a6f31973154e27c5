import { load } from './load.ts'
import type { LoadResult } from './load-plan.ts'
import type { RunSettings } from './run-settings.ts'
import { metricOf, type Started } from './services.ts'
import type { Stage } from './stage.ts'

const connections = 32
/** Paths of products of the catalogue. */
export async function detailPaths(stage: Stage): Promise<string[]> {
  const rows = await stage.query<{ id: string }>('product', `SELECT id FROM product WHERE slug NOT LIKE 'bench-%'`)
  return rows.map(({ id }) => `/api/products/${id}`)
}

/** Gives what came of asking for these paths in turn, as fast as answers come. */
export const readAll = (port: number, paths: readonly string[], run: RunSettings, pid: number): Promise<LoadResult> =>
  load({
    port,
    connections,
    warmUpMs: run.warmUpMs,
    durationMs: run.durationMs,
    requests: paths.map((path) => ({ path })),
    expect: [200],
    watch: { server: [pid] },
  })

/**
 * Does the work and makes sure that its answers came from where they were to come from.
 * @throws where more than one in fifty did not
 */
export async function answeredFrom<T>(
  product: Started,
  source: 'process' | 'valkey' | 'database',
  work: () => Promise<T>,
): Promise<T> {
  const sources = ['process', 'valkey', 'database', 'stale'] as const
  const count = () =>
    Promise.all(sources.map((one) => metricOf(product, 'saleday_catalogue_answers_total', `source="${one}"`)))
  const before = await count()
  const result = await work()
  const answers = (await count()).map((value, at) => value - before[at]!)
  const all = answers.reduce((sum, value) => sum + value, 0)
  if (answers[sources.indexOf(source)]! < 0.98 * all)
    throw new Error(
      `answers were to come from ${source}; they came from ${sources.map((s, at) => `${s} ${answers[at]}`)}`,
    )
  return result
}

/** How busy the one core of the server was, in percent. */
export const busyOf = ({ cpuMs, durationMs }: LoadResult): number => Math.round((100 * cpuMs.server!) / durationMs)
