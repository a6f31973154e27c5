import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { UserError } from '@saleday/local/user-error'

/** Runs `docker` with these arguments. @returns what it wrote @throws with what it complained of */
export type Docker = (args: readonly string[]) => Promise<string>

export const docker: Docker = async (args) => {
  try {
    const { stdout } = await promisify(execFile)('docker', [...args], { timeout: 60_000, maxBuffer: 2 ** 26 })
    return stdout
  } catch (error) {
    const { stderr, message, code } = error as Error & { stderr?: string; code?: unknown }
    if (code === 'ENOENT')
      throw new UserError('Docker is not there, and the nodes of a kind cluster are its containers.', 'Install Docker.')
    throw new Error(`docker ${args[0]}: ${stderr?.trim().split('\n').at(-1) || message}`)
  }
}

type Container = {
  Name: string
  HostConfig: { PortBindings: Record<string, { HostIp: string; HostPort: string }[] | null> | null }
}

/** The API server's, inside a node. */
const apiServerPort = '6443/tcp'

/**
 * Where the gateway of a kind cluster is, on this machine: what a node gives away beside the API server's port.
 * @param cluster as kind calls it
 */
export async function gatewayUrl(run: Docker, cluster: string): Promise<string | undefined> {
  const ids = await run(['ps', '--quiet', '--filter', `label=io.x-k8s.kind.cluster=${cluster}`])
  const names = ids.split('\n').filter((id) => id !== '')
  if (names.length === 0) return undefined
  const containers = JSON.parse(await run(['inspect', '--type', 'container', ...names])) as Container[]
  return gatewayUrlOf(containers)
}

export function gatewayUrlOf(containers: readonly Container[]): string | undefined {
  const ports = containers.flatMap(({ HostConfig }) =>
    Object.entries(HostConfig.PortBindings ?? {}).flatMap(([inside, bindings]) =>
      inside === apiServerPort ? [] : (bindings ?? []).map(({ HostPort }) => Number(HostPort)),
    ),
  )
  const [port] = ports.sort((a, b) => a - b)
  return port === undefined ? undefined : `http://localhost:${port}`
}
