import { type K6, k6Image } from './find-k6.ts'

export type CommandOptions = {
  k6: K6
  /** Folder of the scripts, and the folder of this run, which k6 writes to. */
  loadDir: string
  runDir: string
  planFile: string
  user: string
  platform: NodeJS.Platform
}

/** The command that starts the crowd. */
export function k6Command({ k6, loadDir, runDir, planFile, user, platform }: CommandOptions): {
  command: string
  args: string[]
} {
  // Raw lines: the crowd's events are one line of JSON each, and everything else is k6's own log.
  const run = [
    'run',
    '--quiet',
    '--no-usage-report',
    '--log-format=raw',
    `--env=SALEDAY_PLAN=${planFile}`,
    `${loadDir}/k6/crowd.ts`,
  ]
  if (k6.from === 'path') return { command: 'k6', args: run }
  const volumes = [`--volume=${loadDir}:${loadDir}:ro`, `--volume=${runDir}:${runDir}`]
  const network = platform === 'linux' ? ['--network=host'] : []
  return {
    command: 'docker',
    args: ['run', '--rm', '--init', ...network, `--user=${user}`, ...volumes, k6Image, ...run],
  }
}

/** Where k6 finds the shop: Docker on macOS runs in a machine of its own, which has another name for this one. */
export function urlForK6(url: string, k6: K6, platform: NodeJS.Platform): string {
  if (k6.from === 'path' || platform === 'linux') return url
  return url.replace(/^(https?:\/\/)(localhost|127\.0\.0\.1)(?=[:/]|$)/, '$1host.docker.internal')
}
