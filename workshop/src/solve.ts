import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import type { Page } from './page.ts'
import { scriptOf } from './script.ts'

const limitMs = 15 * 60_000

/** Types the commands of a page into a shell, where its readers type them: in the project's folder. @returns its exit code */
export async function solve(page: Page, kubeconfig: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-lab-'))
  try {
    return await new Promise((resolve, reject) => {
      // A page that waits for what never comes.
      const limit = AbortSignal.timeout(limitMs)
      const child = spawn('bash', ['-c', scriptOf(page, folder)], {
        cwd: repository,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, KUBECONFIG: kubeconfig, INIT_CWD: repository },
      })
      // Ctrl-C reaches the shell as well, which ends what it has started; we end with it.
      process.on('SIGINT', () => {})
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void child.kill('SIGTERM'))
      child.once('error', reject)
      limit.onabort = () => void child.kill('SIGTERM')
      child.once('close', (code) => {
        limit.onabort = null
        if (limit.aborted) process.stderr.write(`${page.file}: not at its end after ${limitMs / 60_000} minutes\n`)
        resolve(limit.aborted ? 1 : (code ?? 1))
      })
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
