import { explain } from '@saleday/local/user-error'
import { hasKindShop, measurePodStart } from './pod-start.ts'
import { withBenchShop } from './shop.ts'
import { measureStartAndMemory } from './start-and-memory.ts'

/** `npm run bench [-- NAME …]`. Exit code 1 where a goal is not met, 2 for a name that there is not. */
const measures: Record<string, () => Promise<boolean>> = {
  start: () => withBenchShop(measureStartAndMemory),
  'pod-start': async () => {
    if (await hasKindShop()) return await measurePodStart()
    process.stdout.write('\npod-start is left out: there is no shop in a kind cluster. npm run kind:up makes one.\n')
    return true
  },
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in measures))
if (unknown.length > 0) {
  process.stderr.write(`There is no measure ${unknown.join(', ')}. There are: ${Object.keys(measures).join(', ')}\n`)
  process.exit(2)
}
try {
  let good = true
  for (const name of asked.length > 0 ? asked : Object.keys(measures)) good = (await measures[name]!()) && good
  process.exitCode = good ? 0 : 1
} catch (error) {
  const { text, exitCode } = explain(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = exitCode
}
