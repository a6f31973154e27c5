import { type K6, k6Image } from './find-k6.ts'

export type CommandOptions = {
  k6: K6
  /** Folder of the scripts, and the folder of this run, which k6 writes to. */
  loadDir: string
  runDir: string
  planFile: string
  /** What the crowd prints goes to it, straight from k6. */
  journalFile: string
  user: string
  platform: NodeJS.Platform
}

/** The command that starts the crowd. */
export function k6Command({ k6, loadDir, runDir, planFile, journalFile, user, platform }: CommandOptions): {
  command: string
  args: string[]
} {
  // Raw lines: the crowd prints JSON. k6 writes each line before the crowd goes on, and without a pipe: so an intent is
  // in the file before its request is sent, and stays there whoever is killed.
  const run = [
    'run',
    '--quiet',
    '--no-usage-report',
    '--log-format=raw',
    `--console-output=${journalFile}`,
    `--env=SALEDAY_PLAN=${planFile}`,
    `${loadDir}/k6/crowd.ts`,
  ]
  if (k6.from !== 'docker') return { command: 'k6', args: run }
  const volumes = [`--volume=${loadDir}:${loadDir}:ro`, `--volume=${runDir}:${runDir}`]
  const network = platform === 'linux' ? ['--network=host'] : []
  return {
    command: 'docker',
    args: ['run', '--rm', '--init', ...network, `--user=${user}`, ...volumes, k6Image, ...run],
  }
}

/** Where k6 finds the shop: Docker on macOS runs in a machine of its own, which has another name for this one. */
export function urlForK6(url: string, k6: K6, platform: NodeJS.Platform): string {
  if (k6.from !== 'docker' || platform === 'linux') return url
  return url.replace(/^(https?:\/\/)(localhost|127\.0\.0\.1)(?=[:/]|$)/, '$1host.docker.internal')
}
