import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { UserError } from '@saleday/local/user-error'

/** The k6 that will make the crowd: a program on this machine, an image in Docker, or runners inside of a cluster. */
export type K6 = { from: 'path' | 'docker' | 'inside'; says: string }

/** Runs a program and gives what it prints; rejects when it is missing or fails. */
export type Run = (command: string, args: readonly string[]) => Promise<string>

export const k6Image = 'grafana/k6:1.8.1'

/** Finds k6 on the PATH, else Docker. @throws UserError that says how to install it */
export async function findK6(run: Run = runProgram): Promise<K6> {
  const found = await run('k6', ['version']).catch(() => '')
  if (isNewEnough(found)) return { from: 'path', says: firstWords(found) }
  if (await run('docker', ['info', '--format', '{{.ServerVersion}}']).then(Boolean, () => false)) {
    return { from: 'docker', says: `${k6Image} in Docker` }
  }
  throw new UserError(
    found === ''
      ? 'k6 makes the crowd, and there is none on this machine.'
      : `k6 must be 1.0 or newer; this one is ${firstWords(found)}.`,
    `Install it, for example by 'brew install k6' or from https://grafana.com/docs/k6/latest/set-up/install-k6/,
or start Docker: then ${k6Image} is used.`,
  )
}

/** That of a cluster, which needs none on this machine. */
export const k6Inside = (runners: number): K6 => ({
  from: 'inside',
  says: `${runners} ${runners === 1 ? 'runner' : 'runners'} of ${k6Image} inside of the cluster`,
})

/** k6 reads TypeScript with types in other files since 1.0. */
export function isNewEnough(version: string): boolean {
  return Number(/^k6(?:\.exe)? v(\d+)\./.exec(version)?.[1] ?? 0) >= 1
}

const firstWords = (version: string): string => version.trim().split(' ').slice(0, 2).join(' ')

const runProgram: Run = async (command, args) => {
  const { stdout } = await promisify(execFile)(command, [...args], { timeout: 10_000 })
  return stdout
}
