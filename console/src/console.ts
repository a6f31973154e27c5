import { createServer } from 'node:net'
import { buildPages, consolePage } from '@saleday/local/build-pages'
import { dataDir } from '@saleday/local/data-dir'
import { readJson } from '@saleday/local/read-json'
import { repository } from '@saleday/local/repository'
import type { ShopFile } from '@saleday/local/shop-file'
import { explain, UserError } from '@saleday/local/user-error'
import { choosePlace } from './choose-place.ts'
import { type Options, readOptions, usage } from './options.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** `npm run console`: the console on this machine, of the shop in a cluster, or of the one that runs here. */
async function open(options: Options): Promise<void> {
  const { port, host, dataDir: data, context } = options
  const on = await choosePlace(options)
  const running = on === 'local' ? readJson<ShopFile>(dataDir(data).shop)?.console : undefined
  if (running !== undefined && running.processes.length > 0) {
    say(`The shop on this machine has a console already: ${running.url}`)
    return
  }
  await checkPort(port, host)
  await buildPages(repository, consolePage, say)
  Object.assign(process.env, {
    ON: on,
    PORT: String(port),
    HOST: host,
    // Nobody scrapes it here.
    ADMIN_PORT: '0',
    DATA_DIR: data,
    DRAIN_LINGER_MS: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    ...(context === undefined ? {} : { KUBE_CONTEXT: context }),
  })
  await import('./main.ts')
  const place = on === 'local' ? 'on this machine' : `in the cluster of ${context ?? 'the current context'}`
  say(`The shop ${place}: http://localhost:${port}\nCtrl-C ends the console.`)
}

async function checkPort(port: number, host: string): Promise<void> {
  const server = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(port, host, () => server.close(() => resolve()))
  await promise.catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `The console cannot listen on port ${port} of ${host}: ${error.message}.`,
      `Choose another: npm run console -- --port ${port + 1}`,
    )
  })
}

try {
  const options = readOptions(process.argv.slice(2), { folder: process.env.INIT_CWD ?? process.cwd(), repository })
  if (options === undefined) say(usage)
  else await open(options)
} catch (error) {
  const { text, exitCode } = explain(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = exitCode
}
