import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Summary } from '@saleday/load/summary'
import { readJson } from '@saleday/local/read-json'
import { repository } from '@saleday/local/repository'
import { makeCustomers } from './customers.ts'
import { withPortForward } from './port-forward.ts'
import { get, type KubeObject, run, shopUrl } from './target.ts'

/** `summary` is missing where the crowd did not get as far. */
export type CrowdRun = {
  exitCode: number | null
  output: string
  journal: string
  summary: Summary | undefined
  remove(): Promise<void>
}

/** The crowd of `npm run sale-day`, on this shop; `whileItBuys` begins when its first visitors have come. */
export async function sendCrowd(
  scenario: string,
  whileItBuys: (isOver: () => boolean) => Promise<void>,
): Promise<CrowdRun> {
  const folder = await mkdtemp(join(tmpdir(), 'saleday-crowd-'))
  const customersFile = join(folder, 'customers.jsonl')
  const customers = await makeCustomers(800)
  await writeFile(customersFile, customers.map((each) => JSON.stringify(each)).join('\n'), { mode: 0o600 })
  const script = join(repository, 'load/src/sale-day.ts')
  const args = [script, '--scenario', scenario, '--url', shopUrl, '--customers', customersFile]
  const child = spawn(process.execPath, args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    // One plain line now and then, and folders of runs that are ours to remove.
    env: { ...process.env, CI: 'true', TMPDIR: folder },
  })
  const lines: string[] = []
  const begun = Promise.withResolvers<void>()
  const take = (line: string) => {
    lines.push(line)
    if (/\d+ products$/.test(line)) begun.resolve()
  }
  createInterface({ input: child.stdout }).on('line', take)
  createInterface({ input: child.stderr }).on('line', take)
  let over = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      over = true
      begun.resolve()
      resolve(code)
    })
  })
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await begun.promise
    await whileItBuys(() => over)
    const exitCode = await ended
    const report = lines.find((line) => line.startsWith('Report: '))?.slice('Report: '.length)
    const runDir = dirname(report ?? join(folder, 'none'))
    const record = readJson<{ summary?: Summary }>(join(runDir, 'summary.json'))
    return {
      exitCode,
      output: lines.join('\n'),
      journal: join(runDir, 'journal.jsonl'),
      summary: record?.summary,
      remove,
    }
  } catch (error) {
    child.kill('SIGINT')
    await ended
    await remove()
    throw error
  }
}

/** The six books, read from the databases of the cluster as a role that can only read, beside the crowd's journal. */
export async function auditBooks(journal: string): Promise<{ balanced: boolean; output: string }> {
  const password = await auditPassword()
  return await withPortForward('service/postgres', 5432, async ({ host, port }) => {
    const urls = ['order', 'product', 'payment', 'bank'].flatMap((name) => [
      `--${name}`,
      `postgres://audit:${password}@${host}:${port}/${name}`,
    ])
    const script = join(repository, 'load/audit/main.ts')
    // Its exit code is 1 where they do not balance: the output then says which.
    const ended = await run(process.execPath, [script, '--journal', journal, ...urls], { timeoutMs: 180_000 }).then(
      (output) => ({ balanced: true, output }),
      (error) => ({ balanced: false, output: `${error.stdout}\n${error.stderr}` }),
    )
    return { ...ended, output: ended.output.replaceAll(password, '…') }
  })
}

/** Of the Secret whose name carries the hash that the StatefulSet's pod mounts. */
async function auditPassword(): Promise<string> {
  const { spec } = await get('statefulset', 'postgres')
  const volume = spec.template.spec.volumes.find(({ name }: KubeObject) => name === 'passwords')
  const { data } = await get('secret', volume.secret.secretName)
  return Buffer.from(data.audit, 'base64').toString()
}
