import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { Environment } from './report-schema.ts'

const repository = new URL('../../', import.meta.url)

/** The machine and the versions of this run, so that another person can compare. */
export function readEnvironment(k6: string | null): Environment {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    os: `${osName() ?? type()} (${type()} ${release()}, ${process.arch})`,
    node: process.version,
    k6,
    version: versionOf(),
    commit: commitOf(),
  }
}

function osName(): string | undefined {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

/** The repository's, or the workspace's where that has none of its own. */
function versionOf(): string {
  for (const file of ['package.json', 'load/package.json']) {
    const { version } = JSON.parse(readFileSync(new URL(file, repository), 'utf8')) as { version?: string }
    if (version !== undefined) return version
  }
  return 'unknown'
}

function commitOf(): string | null {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'}`
  } catch {
    // Not a clone, or no git here.
    return null
  }
}
