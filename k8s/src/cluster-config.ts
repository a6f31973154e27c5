import { parseDocument } from 'yaml'
import { gatewayNodePort } from './cluster-nodes.ts'

type ClusterConfig = { nodes: { extraPortMappings?: { containerPort: number; hostPort: number }[] }[] }

/** The configuration for `kind create cluster`, with the shop at that port of this machine. */
export function clusterConfig(file: string, port: number): string {
  const document = parseDocument(file)
  const { nodes } = document.toJS() as ClusterConfig
  for (const [index, { extraPortMappings = [] }] of nodes.entries()) {
    const mapping = extraPortMappings.findIndex(({ containerPort }) => containerPort === gatewayNodePort)
    if (mapping === -1) continue
    document.setIn(['nodes', index, 'extraPortMappings', mapping, 'hostPort'], port)
    return String(document)
  }
  throw new Error(`cluster.yaml maps no port to ${gatewayNodePort}`)
}

/** The port of a cluster that is made without asking for another. */
export function defaultPort(file: string): number {
  const { nodes } = parseDocument(file).toJS() as ClusterConfig
  const mappings = nodes.flatMap(({ extraPortMappings = [] }) => extraPortMappings)
  return mappings.find(({ containerPort }) => containerPort === gatewayNodePort)!.hostPort
}
