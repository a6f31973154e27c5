import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { coresAreChosen } from './cores.ts'
import { type Running, untilReady } from './processes.ts'
import type { Stage } from './stage.ts'

type Service = 'product' | 'order'

const image = (service: Service) => `saleday/${service}:dev`

/** Whether Docker has the images of `npm run kind:up`. */
export const hasImages = (...services: Service[]): Promise<boolean> =>
  docker('image', 'inspect', ...services.map(image)).then(
    () => true,
    () => false,
  )

let nextPort = 18_200

export type Limited = Running & {
  /** So much of a core and no more from now on, as a cluster limits a pod. */
  limit(cpus: number): Promise<void>
}

/** Starts the image of a service, without a limit at first: with little CPU it would take minutes to start and to warm up. */
export async function startLimited(stage: Stage, service: Service): Promise<Limited> {
  const port = nextPort++
  const settings = stage.settingsOf(service, { PORT: String(port), ADMIN_PORT: String(port + 100) })
  // What is of this machine's shell, and what the image has made of its own code.
  const { PATH, NODE_COMPILE_CACHE, ...env } = settings
  const id = (
    await docker(
      ...['run', '--detach', '--rm', '--network', 'host', '--log-driver', 'none', '--read-only'],
      ...['--user', `${process.getuid!()}:${process.getgid!()}`, '--volume', `${stage.dir.root}:${stage.dir.root}:ro`],
      ...(coresAreChosen ? ['--cpuset-cpus', '0'] : []),
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      image(service),
    )
  ).trim()
  const stop = () => docker('rm', '--force', id).then(() => undefined)
  try {
    await untilReady(undefined, `http://127.0.0.1:${port + 100}/readyz`, 60_000)
    const pid = Number(await docker('inspect', '--format', '{{.State.Pid}}', id))
    const limit = async (cpus: number) => void (await docker('update', '--cpus', String(cpus), id))
    return { pid, port, stop, limit }
  } catch (error) {
    await stop()
    throw error
  }
}

async function docker(...args: string[]): Promise<string> {
  return (await promisify(execFile)('docker', args)).stdout
}
