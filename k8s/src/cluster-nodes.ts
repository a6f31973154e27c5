import type { Run } from './run.ts'

/** A node of a kind cluster is a container. */
export type ClusterNode = {
  name: string
  state: 'running' | 'paused' | 'stopped'
  /** Port of this machine that leads to the gateway. */
  shopPort: number | undefined
}

/** The gateway's, on every node: see cluster.yaml and addons/traefik.yaml. */
export const gatewayNodePort = 30_080

/** The nodes of a cluster, running or not; none where there is no such cluster. */
export async function clusterNodes(run: Run, cluster: string): Promise<ClusterNode[]> {
  const label = `label=io.x-k8s.kind.cluster=${cluster}`
  const names = (await run('docker', ['ps', '--all', '--quiet', '--filter', label])).split('\n').filter(Boolean)
  if (names.length === 0) return []
  return readNodes(await run('docker', ['inspect', '--type', 'container', ...names]))
}

type Container = {
  Name: string
  Config: { Labels: Record<string, string> }
  State: { Status: string }
  HostConfig: { PortBindings: Record<string, { HostPort: string }[] | null> | null }
}

export function readNodes(inspected: string): ClusterNode[] {
  return (
    (JSON.parse(inspected) as Container[])
      // Beside several control planes stands a load balancer, which is no node.
      .filter(({ Config }) => Config.Labels['io.x-k8s.kind.role'] !== 'external-load-balancer')
      .map(({ Name, State, HostConfig }) => {
        const port = HostConfig.PortBindings?.[`${gatewayNodePort}/tcp`]?.[0]?.HostPort
        return {
          name: Name.replace(/^\//, ''),
          state: stateOf(State.Status),
          shopPort: port === undefined ? undefined : Number(port),
        }
      })
      .sort((a, b) => a.name.localeCompare(b.name))
  )
}

const stateOf = (status: string): ClusterNode['state'] =>
  status === 'running' || status === 'paused' ? status : 'stopped'
