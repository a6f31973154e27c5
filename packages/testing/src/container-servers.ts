import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { clusterFlags } from '@saleday/embedded/init-data-dir'
import { valkeyImage } from '@saleday/embedded/valkey-program'
import type { ContainerRuntimeClient } from 'testcontainers'
import { freePort } from './free-port.ts'
import { ownerLabels, removeStaleContainers } from './stale-containers.ts'
import { fastSettings, type StartedServers, valkeyDatabases, type Wanted } from './test-servers.ts'

type Testcontainers = typeof import('testcontainers')
const postgresImage = 'postgres:18'
const reaperImage = 'testcontainers/ryuk:0.14.0'

/** PostgreSQL and Valkey in containers; `undefined` where Docker does not answer or the images cannot be had. */
export async function containerServers(
  wanted: Wanted,
  log: (line: string) => void,
): Promise<StartedServers | undefined> {
  if (!(await mayHaveDocker())) return undefined
  const testcontainers = await import('testcontainers')
  const client = await testcontainers.getContainerRuntimeClient().catch(() => undefined)
  if (!client) return undefined
  const images = [...(wanted.postgres ? [postgresImage] : []), ...(wanted.valkey ? [valkeyImage] : [])]
  for (const image of images) {
    if (!(await haveImage(testcontainers, client, image, log))) return undefined
  }
  // The reaper removes the containers of a run that was killed. It is a comfort: where it cannot be had we do without.
  if (
    process.env.TESTCONTAINERS_RYUK_DISABLED === undefined &&
    !(await haveImage(testcontainers, client, reaperImage))
  ) {
    process.env.TESTCONTAINERS_RYUK_DISABLED = 'true'
  }
  if (process.env.TESTCONTAINERS_RYUK_DISABLED === 'true') await removeStaleContainers(client)
  const [postgres, valkey] = await Promise.all([
    wanted.postgres ? startPostgres(testcontainers) : undefined,
    wanted.valkey ? startValkey(testcontainers) : undefined,
  ])
  return {
    ...(postgres ? { postgresUrl: postgres.url } : {}),
    ...(valkey ? { valkeyUrl: valkey.url } : {}),
    stop: async () => {
      await Promise.all([postgres?.container.stop({ timeout: 0 }), valkey?.container.stop({ timeout: 0 })])
    },
  }
}

/** Looks before testcontainers does, which takes half a second to load. */
async function mayHaveDocker(): Promise<boolean> {
  if (process.env.DOCKER_HOST || process.env.TESTCONTAINERS_HOST_OVERRIDE) return true
  const sockets = [
    '/var/run/docker.sock',
    `${process.env.HOME}/.docker/run/docker.sock`,
    `${process.env.XDG_RUNTIME_DIR}/docker.sock`,
  ]
  const found = await Promise.allSettled(sockets.map((socket) => access(socket)))
  return found.some(({ status }) => status === 'fulfilled')
}

async function haveImage(
  { ImageName }: Testcontainers,
  client: ContainerRuntimeClient,
  image: string,
  log: (line: string) => void = () => undefined,
): Promise<boolean> {
  const name = ImageName.fromString(image)
  if (await client.image.exists(name)) return true
  log(`Pulling ${image}`)
  return client.image.pull(name, { force: false, platform: undefined }).then(
    () => true,
    () => false,
  )
}

/** The port is chosen here: Docker itself may choose another for IPv6 than for IPv4, and `localhost` means either. */
async function startPostgres({ GenericContainer, Wait }: Testcontainers) {
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const settings = Object.entries(fastSettings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const container = await new GenericContainer(postgresImage)
    .withEnvironment({ POSTGRES_PASSWORD: password, POSTGRES_INITDB_ARGS: [...clusterFlags, '--no-sync'].join(' ') })
    .withLabels(ownerLabels)
    .withTmpFs({ '/var/lib/postgresql': 'rw' })
    .withCommand(['postgres', ...settings])
    .withExposedPorts({ container: 5432, host: port })
    .withWaitStrategy(Wait.forListeningPorts())
    .start()
  return {
    container,
    url: `postgres://postgres:${password}@${container.getHost()}:${port}/postgres`,
  }
}

async function startValkey({ GenericContainer, Wait }: Testcontainers) {
  const port = await freePort()
  const container = await new GenericContainer(valkeyImage)
    .withLabels(ownerLabels)
    .withCommand(['valkey-server', '--save', '', '--protected-mode', 'no', '--databases', String(valkeyDatabases)])
    .withExposedPorts({ container: 6379, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start()
  return { container, url: `redis://${container.getHost()}:${port}` }
}
