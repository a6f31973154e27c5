import { randomBytes } from 'node:crypto'
import { CommandError, createRunner } from '../src/run.ts'

export const { run } = createRunner()

const label = 'saleday.test-images'
const network = `${label}-${randomBytes(4).toString('hex')}`

/** As the pods of the shop run: nothing on the disk can be written, and no right can be gained. */
export const restricted = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']

export type Exit = { code: number; stdout: string; stderr: string }

/** Runs a container to its end. */
export async function runOnce(image: string, args: readonly string[], options: readonly string[] = []): Promise<Exit> {
  try {
    const command = ['run', '--rm', '--label', label, ...restricted, ...options, image, ...args]
    return { code: 0, stdout: await run('docker', command, { timeoutMs: 90_000 }), stderr: '' }
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === undefined) throw error
    return { code: error.exitCode, stdout: error.stdout, stderr: error.stderr }
  }
}

/** Runs a JavaScript program with the image's own Node, which is all that an image has to look at itself. */
export const evaluate = (image: string, program: string, options: readonly string[] = []): Promise<Exit> =>
  runOnce(image, ['--eval', program], ['--entrypoint', '/usr/bin/node', ...options])

/** Containers that find each other by the name they have here. */
export async function makeNetwork(): Promise<void> {
  await removeAll()
  await run('docker', ['network', 'create', '--label', label, network])
}

/** Networks and containers of ours, also those of a run that was killed. */
export async function removeAll(): Promise<void> {
  const ids = async (...list: string[]) =>
    (await run('docker', [...list, '--quiet', '--filter', `label=${label}`])).split('\n').filter(Boolean)
  const containers = await ids('ps', '--all')
  if (containers.length > 0) await run('docker', ['rm', '--force', '--volumes', ...containers])
  const networks = await ids('network', 'ls')
  if (networks.length > 0) await run('docker', ['network', 'rm', ...networks])
}

export type Container = {
  logs(): Promise<string>
  /** The address of one of its ports on this machine. */
  url(port: number): Promise<string>
  /** Sends a signal to its first process, and waits for the exit code. */
  end(signal: NodeJS.Signals): Promise<number>
}

type StartOptions = {
  environment?: Readonly<Record<string, string>>
  args?: readonly string[]
  ports?: readonly number[]
  /** In place of the restrictions of a pod. */
  docker?: readonly string[]
}

/** Starts a container that stays. */
export async function start(name: string, image: string, options: StartOptions = {}): Promise<Container> {
  const { environment = {}, args = [], docker = restricted } = options
  const ports = (options.ports ?? []).flatMap((port) => ['--publish', `127.0.0.1::${port}`])
  const place = ['--label', label, '--network', network, '--network-alias', name]
  const command = ['run', '--detach', ...place, ...ports, ...variables(environment), ...docker, image, ...args]
  const id = (await run('docker', command)).trim()
  return {
    logs: () => run('docker', ['logs', id]),
    url: async (port) => `http://${(await run('docker', ['port', id, String(port)])).trim().split('\n')[0]}`,
    end: async (signal) => {
      await run('docker', ['kill', '--signal', signal, id])
      return Number(await run('docker', ['wait', id], { timeoutMs: 60_000 }))
    },
  }
}

/** Runs a container of the network to its end. */
export const runInNetwork = (image: string, args: readonly string[], environment: Record<string, string>) =>
  runOnce(image, args, ['--network', network, ...variables(environment)])

const variables = (environment: Readonly<Record<string, string>>) =>
  Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`])
