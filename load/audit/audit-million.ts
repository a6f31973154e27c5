import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { postgresVariable, startTestServers } from '@saleday/testing/test-servers'
import { auditDatabases } from '../test/audit/audit-databases.ts'
import { fillMillion } from '../test/audit/million-books.ts'
import { writeMillionJournal } from '../test/audit/million-journal.ts'
import type { AuditResult } from './audit.ts'
import { audited } from './snapshot.ts'

/**
 * `node load/audit/audit-million.ts [orders]`: makes books of a million orders with their journal, audits them in a process
 * of its own, and ends with 1 where that takes longer or more memory than it may.
 */
const orders = Number(process.argv[2] ?? 1_000_000)
const most = { seconds: 120, rssMiB: 300 }

const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${line}`)
const folder = mkdtempSync(join(tmpdir(), 'saleday-million-'))
const journalFile = join(folder, 'journal.jsonl')
const servers = await startTestServers(say)
try {
  const databases = await auditDatabases()
  try {
    await Promise.all(audited.map((name) => fillMillion(name, superuserUrl(databases.urls[name]), orders)))
    await writeMillionJournal(journalFile, orders)
    say(`${orders} orders are made, with a journal of ${Math.round(statSync(journalFile).size / 1_048_576)} MiB`)
    const result = await auditInProcess(audited.flatMap((name) => [`--${name}`, databases.urls[name]]))
    const { balanced, seconds, rssMiB } = result
    say(
      `the books ${balanced ? 'balance' : 'do not balance'}: ${seconds.toFixed(1)} s of ${most.seconds}, ${rssMiB} MiB of ${most.rssMiB}`,
    )
    for (const { number, name, checked, violationCount } of result.books)
      say(`book ${number} ${name}: ${checked} looked at, ${violationCount} violations`)
    process.exitCode = balanced && seconds <= most.seconds && rssMiB <= most.rssMiB ? 0 : 1
  } finally {
    await databases.close()
  }
} finally {
  rmSync(folder, { recursive: true })
  await servers.stop()
}

function superuserUrl(databaseUrl: string): string {
  const url = new URL(process.env[postgresVariable]!)
  url.pathname = new URL(databaseUrl).pathname
  return url.href
}

async function auditInProcess(urls: string[]): Promise<AuditResult> {
  const main = join(import.meta.dirname, 'main.ts')
  const args = [main, ...urls, '--journal', journalFile, '--wait', '0', '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as AuditResult
}
