import { join } from 'node:path'
import { run as runTests } from 'node:test'
import { UserError } from '@saleday/local/user-error'
import { CommandError } from '../src/run.ts'
import { renderings, run } from './renderings.ts'
import { needTools } from './tools.ts'

/**
 * `npm run k8s:check`: renders every overlay and component, and checks what comes out by schemas and by rules. Needs no
 * cluster and no internet. Exit codes: 0 all is well; 1 something is wrong; 2 a tool is missing.
 */
const write = (line: string) => process.stdout.write(`${line}\n`)

/** Tests of the rules themselves are told only where they fail. */
const planted = 'finds '

async function main(): Promise<number> {
  const startedAt = performance.now()
  try {
    await needTools(run)
    const all = await renderings()
    const objects = all.reduce((sum, rendering) => sum + rendering.objects.length, 0)
    write(`Rendered ${all.length} times, ${objects} objects: ${all.map(({ name }) => name).join('; ')}\n`)
  } catch (error) {
    if (!(error instanceof UserError || error instanceof CommandError)) throw error
    write(error instanceof UserError ? `${error.message}\n${error.advice}` : error.message)
    return error instanceof UserError ? 2 : 1
  }
  const { passed, failed, found } = await test()
  if (found > 0) write(`✔ ${found} planted faults are found`)
  write(`\n${passed} passed, ${failed} failed`)
  write(`in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return failed === 0 ? 0 : 1
}

async function test(): Promise<{ passed: number; failed: number; found: number }> {
  const counts = { passed: 0, failed: 0, found: 0 }
  const files = ['manifests', 'schemas', 'faults'].map((name) => join(import.meta.dirname, `${name}.test.ts`))
  const tests = runTests({ files, isolation: 'none' })
  tests.on('test:pass', ({ name }) => {
    counts.passed += 1
    if (name.startsWith(planted)) counts.found += 1
    else write(`✔ ${name}`)
  })
  tests.on('test:fail', ({ name, details }) => {
    counts.failed += 1
    const { cause } = details.error
    const text = cause instanceof Error ? cause.message : String(cause ?? details.error.message)
    write(`✖ ${name}\n${text.replaceAll(/^/gm, '    ')}`)
  })
  for await (const _ of tests) {
    // Read to its end.
  }
  return counts
}

process.exitCode = await main()
