import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { services } from '@saleday/local/parties'
import { repository } from '@saleday/local/repository'
import { explain, UserError } from '@saleday/local/user-error'
import { callTree, type Share, sharesOf } from './call-tree.ts'
import { table } from './figures.ts'
import { flameGraph } from './flame-graph.ts'
import { load } from './load.ts'
import { parseOptions } from './parse-options.ts'
import { type Service, serviceLoads } from './service-loads.ts'
import { startShop, withRunning } from './services.ts'
import { type Stage, withStage } from './stage.ts'
import { inspectable, takeProfile } from './take-profile.ts'

const usage = `npm run profile -- SERVICE [--seconds N]

Starts the shop, lets one service work as hard as it can, and shows where its time goes: a flame graph and a profile that
Chromium's and VS Code's developer tools open, in .saleday/profiles.

  SERVICE       ${services.join(', ')}
  --seconds N   how long to look, after as long a time to warm up; 1 to 120, default 10
  --help        this

Exit codes: 0 done; 1 it could not be done; 2 an option that means nothing.`

const inspectorPort = 18_090
const folder = join(repository, '.saleday/profiles')
const say = (text: string) => process.stdout.write(`${text}\n`)

try {
  const options = readOptions(process.argv.slice(2))
  if (options === undefined) say(usage)
  else await withStage((stage) => profile(stage, options))
} catch (error) {
  const { text, exitCode } = explain(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = exitCode
}

type Options = { service: Service; seconds: number }

/** Undefined: only the usage is wanted. @throws UserError for what cannot be understood */
function readOptions(args: string[]): Options | undefined {
  const { positionals, values } = parseOptions('npm run profile -- --help', {
    args,
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '10' }, help: { type: 'boolean', default: false } },
  })
  if (values.help) return undefined
  const [service, ...more] = positionals
  if (service === undefined || more.length > 0 || !(services as readonly string[]).includes(service))
    throw new UserError('One service can be profiled at a time.', `One of ${services.join(', ')}.`)
  const seconds = Number(values.seconds)
  if (!(seconds >= 1 && seconds <= 120))
    throw new UserError(`--seconds is ${values.seconds}.`, 'It is a number from 1 to 120.')
  return { service: service as Service, seconds }
}

async function profile(stage: Stage, { service, seconds }: Options): Promise<void> {
  await withRunning(async (keep) => {
    const customers = await stage.customers(200)
    const { at, requests, expect } = (await serviceLoads(stage, customers))[service]
    const settings = { [service]: { NODE_OPTIONS: inspectable(inspectorPort) } }
    const started = await startShop(stage, keep, customers[0]!, settings)
    const durationMs = seconds * 1_000
    const plan = { port: started[at].port, connections: 8, requests, expect, durationMs }
    say(`Warming up for ${seconds} s, then looking for ${seconds} s …`)
    await load({ ...plan, warmUpMs: 0 })
    const watch = { [service]: [started[service].pid] }
    let answered = { answers: 0, perSecond: 0, cpuMs: 0 }
    const taken = await takeProfile(inspectorPort, async () => {
      const { answers, perSecond, cpuMs } = await load({ ...plan, warmUpMs: 0, watch })
      answered = { answers, perSecond, cpuMs: cpuMs[service]! }
    })

    const tree = callTree(taken, repository)
    mkdirSync(folder, { recursive: true })
    const file = join(folder, service)
    const title = `${service}: ${Math.round(answered.perSecond)} answers/s at ${at}, ${(answered.cpuMs / answered.answers).toFixed(2)} CPU-ms of ${service} each`
    writeFileSync(`${file}.cpuprofile`, JSON.stringify(taken))
    writeFileSync(`${file}.svg`, flameGraph(tree, title))
    const { parties, functions } = sharesOf(tree)
    say(`\n${title}, the profiler's own time with it\n`)
    say(`Who works, of the time that the main thread worked:\n${shares(parties.slice(0, 12))}\n`)
    say(`Functions, without what they call:\n${shares(functions.slice(0, 20))}\n`)
    say(
      `Flame graph: ${relative(process.cwd(), `${file}.svg`)}\nProfile:     ${relative(process.cwd(), `${file}.cpuprofile`)}`,
    )
  })
}

function shares(rows: readonly Share[]): string {
  return table(rows.map(({ name, share }) => [`  ${name}`, `${(100 * share).toFixed(1)} %`]))
}
