import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** A folder that everybody may pass, removed after the last test: each stops its servers first. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'saleday-embedded-'))
  await chmod(folder, 0o755)
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
