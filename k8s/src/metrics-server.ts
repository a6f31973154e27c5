import { parseAllDocuments } from 'yaml'

const argument = '--kubelet-insecure-tls'
const place = ['spec', 'template', 'spec', 'containers', 0, 'args']

/** kind's kubelets sign their certificates themselves, which metrics-server accepts only when it is told to. */
export function withInsecureKubelets(manifest: string): string {
  const documents = parseAllDocuments(manifest)
  for (const document of documents) {
    const { kind, metadata } = (document.toJS() ?? {}) as { kind?: string; metadata?: { name: string } }
    if (kind !== 'Deployment' || metadata?.name !== 'metrics-server') continue
    const args = (document.toJS() as Deployment).spec.template.spec.containers[0]!.args ?? []
    if (!args.includes(argument)) document.setIn(place, document.createNode([...args, argument]))
  }
  return documents.map(String).join('')
}

type Deployment = { spec: { template: { spec: { containers: { args?: string[] }[] } } } }
