import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { dataDir } from './data-dir.ts'
import { runningShop } from './lock.ts'
import { readOptions } from './options.ts'
import { repository } from './repository.ts'
import { waitForFormerDatabases } from './start-databases.ts'
import { explain, UserError } from './user-error.ts'

/** `npm run reset`: removes all data of the shop on this machine, so that the next start is a first one. */
async function reset(root: string): Promise<void> {
  const dir = dataDir(root)
  if (!existsSync(dir.root)) return console.log(`There is nothing to remove: ${dir.root} does not exist.`)
  const running = await runningShop(dir)
  if (running) {
    throw new UserError(
      `The shop is running, at ${running.url} (process ${running.pid}).`,
      `Stop it first: Ctrl-C in its terminal, or kill ${running.pid}`,
    )
  }
  await waitForFormerDatabases(dir, console.log)
  // Only what the shop has made: somebody may have pointed --data at a folder with other things in it.
  for (const path of [
    dir.postgres,
    dir.carts,
    dir.cache,
    dir.secrets,
    dir.applied,
    dir.logs,
    dir.compileCache,
    dir.run,
  ]) {
    rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
  if (readdirSync(dir.root).length === 0) rmdirSync(dir.root)
  console.log(`Removed the data in ${dir.root}. The next start is a first one.`)
}

try {
  const options = readOptions(process.argv.slice(2), process.env, repository)
  if (options) await reset(options.dataDir)
  else console.log('npm run reset [-- --data DIR]   removes the data of the shop on this machine')
} catch (error) {
  const { text, exitCode } = explain(error)
  console.error(text)
  process.exitCode = exitCode
}
