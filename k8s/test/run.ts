import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { explain, UserError } from '@saleday/local/user-error'
import { CommandError, createRunner } from '../src/run.ts'

const usage = `npm run test:cluster -- [options] [NAME …]
  NAME            only the files whose names hold this: rolling, node, scaling …
  --context NAME  of the cluster, as in kubectl; default kind-saleday
  --url URL       where its shop sells; default http://localhost:8080
  --help          shows this

Restarts, kills and stops parts of that cluster, and leaves it as it was. Exit codes: 0 every promise is kept;
1 one is broken; 2 there is no such cluster, or its shop does not sell.`

const { run } = createRunner()

async function main(): Promise<number> {
  const { context, url, help, names } = readOptions()
  if (help) {
    console.log(usage)
    return 0
  }
  await mustSell(context, url)
  const files = (await readdir(import.meta.dirname))
    .filter((file) => file.endsWith('.test.ts') && (names.length === 0 || names.some((name) => file.includes(name))))
    .sort()
  if (files.length === 0) throw new UserError(`There is no test named ${names.join(', ')}.`, usage)
  return await runTests(files, { SALEDAY_TEST_CONTEXT: context, SALEDAY_TEST_URL: url })
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        context: { type: 'string', default: process.env.SALEDAY_TEST_CONTEXT ?? 'kind-saleday' },
        url: { type: 'string', default: process.env.SALEDAY_TEST_URL ?? 'http://localhost:8080' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (!/^https?:$/.test(URL.parse(values.url)?.protocol ?? ''))
      throw new Error(`--url is '${values.url}', which is no URL`)
    return { ...values, url: values.url.replace(/\/+$/, ''), names: positionals }
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0]}.`, usage)
  }
}

async function mustSell(context: string, url: string): Promise<void> {
  const advice = 'Make it, or make it whole: npm run kind:up'
  const kubectl = ['--context', context, '--request-timeout', '10s']
  await run('kubectl', [...kubectl, '--namespace', 'saleday', 'get', 'deployment', 'order']).catch((error) => {
    const missing = error instanceof CommandError && error.isMissing
    throw missing
      ? new UserError('kubectl is not there.', 'Install it: https://kubernetes.io/docs/tasks/tools/')
      : new UserError(`There is no shop in the cluster of the context ${context}: ${lastLine(error.message)}`, advice)
  })
  const answer = await fetch(`${url}/api/products?limit=1`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  )
  if (answer?.status !== 200)
    throw new UserError(
      `The shop does not sell at ${url}: ${answer === undefined ? 'nothing answers' : `it answers ${answer.status}`}.`,
      advice,
    )
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''

/** One file after the other: each of them breaks the one cluster that there is. */
function runTests(files: readonly string[], environment: Record<string, string>): Promise<number> {
  const paths = files.map((file) => join(import.meta.dirname, file))
  const child = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...paths], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  // In a terminal it is told as well, and puts back what it has changed; we end with it.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  const { text, exitCode } = explain(error)
  console.error(text)
  process.exitCode = exitCode
}
