import { type LocalShop, localShop } from './local-shop.ts'
import { type Options, readOptions, usage } from './options.ts'
import { repository } from './repository.ts'
import { findStarters, watchStarters } from './starters.ts'
import { createSteps, type Steps } from './steps.ts'
import { testCards } from './test-cards.ts'
import { explain } from './user-error.ts'
import { welcome } from './welcome.ts'

/** `npm start`: opens the shop on this machine and keeps it open until it is told to stop. */

const write = (line: string) => process.stdout.write(`${line}\n`)
// Whoever read our output may be gone: a closed terminal, `| head`. The shop goes on, or stops in good order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

function fail(error: unknown): 1 | 2 {
  const { text, exitCode } = explain(error)
  process.stderr.write(`\n${text}\n`)
  return exitCode
}

/** The first signal stops in good order, the second at once. */
function stopOnSignals(shop: LocalShop, steps: Steps, starters: number[], exitCode: () => number) {
  let asked = 0
  const stop = async (why: string) => {
    asked += 1
    if (asked === 1) {
      steps.say(`${why}: finishing what runs, then stopping (once more: at once)`)
      await shop.stop()
      steps.say('stopped')
      process.exit(exitCode())
    }
    shop.kill()
    process.exit(130)
  }
  const safely = (why: string) =>
    stop(why).catch((error) => {
      fail(error)
      shop.kill()
      process.exit(1)
    })
  process.on('SIGINT', () => void safely('Ctrl-C'))
  process.on('SIGTERM', () => void safely('SIGTERM'))
  process.on('SIGHUP', () => void safely('the terminal has gone'))
  watchStarters(starters, () => void safely('npm has gone'))
  return { isStopping: () => asked > 0, stop: safely }
}

async function start(options: Options): Promise<void> {
  const steps = createSteps(write, performance.now() - process.uptime() * 1000)
  const starters = await findStarters()
  let exitCode = 0
  const shop = localShop(options, {
    repository,
    steps,
    environment: process.env,
    starters,
    onLost: (what) => {
      exitCode = 1
      void signals.stop(what)
    },
  })
  const signals = stopOnSignals(shop, steps, starters, () => exitCode)
  process.on('SIGUSR2', () => {
    steps.say('SIGUSR2: replacing every process, one after the other')
    shop
      .roll()
      .then((all) => steps.say(all ? 'every process is a new one' : 'not every process could be replaced'), fail)
  })
  steps.say(`opening the shop at ${shop.baseUrl}, its data in ${shop.dir.root}`)
  try {
    const [, customer] = await Promise.all([shop.open(), demoCustomer()])
    write(
      welcome({
        baseUrl: shop.baseUrl,
        consoleUrl: shop.consoleUrl,
        seconds: steps.seconds(),
        customer,
        cards: testCards,
        logsDir: shop.dir.logs,
        shopFile: shop.dir.shop,
        processes: shop.processes(),
        from: process.env.INIT_CWD ?? process.cwd(),
      }),
    )
  } catch (error) {
    if (signals.isStopping()) return
    exitCode = fail(error)
    await shop.stop().catch(fail)
    process.exit(exitCode)
  }
}

const demoCustomer = async () => (await import('@saleday/auth/seed-demo-customer')).demoCustomer

let options: Options | undefined
try {
  options = readOptions(process.argv.slice(2), process.env, repository)
} catch (error) {
  process.exit(fail(error))
}
if (options) await start(options)
else write(usage)
