import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { explain, UserError } from '@saleday/local/user-error'
import { labs } from '../src/labs.ts'

const usage = `npm run test:labs -- [N …]
  N  only these labs; default: all

Does every lab in the kind cluster saleday: prepares it, sees its check fail, types the commands of its page, sees its check
pass. At the end everything is put back. Exit codes: 0 all is so; 1 something is not; 2 there is no such lab.`

let running: ChildProcess | undefined
let ended = false

const main = join(import.meta.dirname, '../src/main.ts')

/** The commands of one lab, and the exit code that each must have. */
const acts = [
  { says: 'prepare', args: [], wants: 0 },
  { says: 'check fails before', args: ['check'], wants: 1 },
  { says: 'solve', args: ['solve'], wants: 0 },
  { says: 'check passes after', args: ['check'], wants: 0 },
] as const

async function testLabs(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage)
    return 0
  }
  const wanted = chosen(args)
  const begun = performance.now()
  const failed: string[] = []
  for (const number of wanted) {
    if (ended) break
    const problem = await testLab(number)
    if (problem !== undefined) failed.push(problem)
  }
  const { code, output } = await lab(['reset'])
  if (code !== 0) failed.push(`reset ended with ${code}:\n${output}`)
  console.log(`${wanted.length} labs in ${seconds(begun)} s`)
  for (const problem of failed) console.error(`\nFAILED: ${problem}`)
  return failed.length === 0 && !ended ? 0 : 1
}

function chosen(args: readonly string[]): number[] {
  const known = labs.map(({ number }) => number)
  const stray = args.find((arg) => !/^\d+$/.test(arg) || !known.includes(Number(arg)))
  if (stray !== undefined) throw new UserError(`There is no lab '${stray}'.`, usage)
  return args.length === 0 ? known : args.map(Number)
}

/** @returns what is wrong with it */
async function testLab(number: number): Promise<string | undefined> {
  const times: string[] = []
  for (const { says, args, wants } of acts) {
    const from = performance.now()
    const { code, output } = await lab([String(number), ...args])
    times.push(`${says} ${seconds(from)} s`)
    if (code === wants) continue
    console.log(`✗ lab ${number}: ${times.join(', ')}`)
    return `lab ${number}, ${says}: exit code ${code} where ${wants} was wanted\n${output}`
  }
  console.log(`✓ lab ${number}: ${times.join(', ')}`)
  return undefined
}

const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(0)

function lab(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running = child
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString() }))
  })
}

// In a terminal the lab that is at work is told as well; we say what became of it, and put everything back.
process.on('SIGINT', () => {
  ended = true
})
for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    ended = true
    running?.kill('SIGTERM')
  })
}

try {
  process.exitCode = await testLabs(process.argv.slice(2))
} catch (error) {
  const { text, exitCode } = explain(error)
  console.error(text)
  process.exitCode = exitCode
}
