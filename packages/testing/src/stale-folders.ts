import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOwner } from '@saleday/embedded/leftover'
import { processInfo } from '@saleday/embedded/process-info'

export const folderPrefix = 'saleday-test-'

/** Ends the servers of runs that were killed, and removes their data. */
export async function removeStaleFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (name.startsWith(folderPrefix)) await removeIfStale(join(tmpdir(), name))
  }
}

async function removeIfStale(folder: string): Promise<void> {
  const owners = ['postgres', 'valkey'].map((server) => readOwner(join(folder, server, 'saleday-owner.json')))
  const known = owners.filter((owner) => owner !== undefined)
  if (known.length === 0) return // it begins just now
  for (const { ownerPid } of known) {
    if (await processInfo(ownerPid)) return
  }
  for (const { pid, started } of known) {
    if ((await processInfo(pid))?.started === started) process.kill(pid, 'SIGKILL')
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
}
