import { clusterNodes } from '@saleday/k8s/cluster-nodes'
import type { Run } from '@saleday/k8s/run'
import { services } from '@saleday/local/parties'
import { UserError } from '@saleday/local/user-error'
import { type Cluster, clusterName, playground } from './cluster.ts'
import { endSaleDay } from './end-sale-day.ts'
import { eventually } from './eventually.ts'
import { writeKubeconfig } from './kubeconfig.ts'
import { isReady, isSchedulable, isWhole, nameOf, nodesOf } from './objects.ts'
import { restoreObjects } from './restore-objects.ts'

type Parts = { run: Run; say: (line: string) => void }

/** From whatever a lab has left to the shop as `npm run kind:up` made it. */
export async function restore(cluster: Cluster, parts: Parts): Promise<void> {
  const { say } = parts
  await startNodes(cluster, parts)
  await writeKubeconfig(parts.run)
  await returnApiServer(cluster, say)
  await endSaleDay(cluster, parts)
  await Promise.all([openNodes(cluster, say), removePlayground(cluster, say), restoreObjects(cluster, say)])
  await untilWhole(cluster)
  await spread(cluster, say)
  await removeSettings(cluster, say)
}

async function startNodes(cluster: Cluster, { run, say }: Parts): Promise<void> {
  const nodes = await clusterNodes(run, clusterName)
  if (nodes.length === 0) throw new UserError(`There is no kind cluster ${clusterName}.`, 'Make it: npm run kind:up')
  for (const { name, state } of nodes.filter(({ state }) => state !== 'running')) {
    await cluster.docker([state === 'paused' ? 'unpause' : 'start', name])
    say(`started the node ${name}`)
  }
}

/** Lab 2 takes its manifest away, and with it the kubelet ends the API server. */
async function returnApiServer({ docker, kubectl }: Cluster, say: (line: string) => void): Promise<void> {
  const script = `cd /etc/kubernetes && if test -e kube-apiserver.yaml; then mv kube-apiserver.yaml manifests/ && echo moved; fi`
  const moved = await docker(['exec', `${clusterName}-control-plane`, 'sh', '-c', script])
  if (moved.includes('moved')) say('put the manifest of the API server back')
  await eventually('an answer of the API server', 120, async () => {
    const answer = await kubectl(['get', '--raw', '/readyz', '--request-timeout', '5s'])
    return answer.trim() === 'ok' ? undefined : answer
  })
}

async function openNodes({ kubectl, list }: Cluster, say: (line: string) => void): Promise<void> {
  const closed = (await list('nodes')).filter(({ spec }) => spec.unschedulable === true).map(nameOf)
  if (closed.length === 0) return
  await kubectl(['uncordon', ...closed])
  say(`opened for pods again: ${closed.join(', ')}`)
}

async function removePlayground({ kubectl, find }: Cluster, say: (line: string) => void): Promise<void> {
  await removeOurs(kubectl, 'deployments,pods,services', say)
  if ((await find('namespace', playground)) === undefined) return
  // There is nothing in it that would have to end in good order. Pods go last, when nothing makes them anew: a
  // namespace that still has some is looked at again only after half of their grace time.
  const all = ['--all', '--namespace', playground]
  await kubectl(['delete', 'deployments,replicasets', ...all, '--cascade=orphan'])
  await kubectl(['delete', 'pods', ...all, '--grace-period=0', '--force'])
  await kubectl(['delete', 'namespace', playground, '--ignore-not-found'])
  say(`removed the namespace ${playground}`)
}

/** When no pod reads them any more. */
const removeSettings = ({ kubectl }: Cluster, say: (line: string) => void): Promise<void> =>
  removeOurs(kubectl, 'configmaps,secrets', say)

/** What the pages make beside the shop is named lab-…, so that nothing else is taken away. */
async function removeOurs(kubectl: Cluster['kubectl'], kinds: string, say: (line: string) => void): Promise<void> {
  const names = (await kubectl(['get', kinds, '--output', 'name'])).split('\n').filter((name) => name.includes('/lab-'))
  if (names.length === 0) return
  await kubectl(['delete', '--ignore-not-found', '--wait=false', ...names])
  say(`removed ${names.join(', ')}`)
}

async function untilWhole({ list }: Cluster): Promise<void> {
  await eventually('a whole shop', 240, async () => {
    const [nodes, deployments] = await Promise.all([list('nodes'), list('deployments')])
    const lacking = [
      ...nodes.filter((node) => !isSchedulable(node)).map((node) => `the node ${nameOf(node)} takes no pods`),
      ...deployments
        .filter((one) => !isWhole(one))
        .map(
          (one) => `${nameOf(one)} has ${one.status?.availableReplicas ?? 0} of ${one.spec.replicas} pods available`,
        ),
    ]
    return lacking.length === 0 ? undefined : lacking.join('; ')
  })
}

/** The scheduler spreads what it places and moves nothing, so after a node was away all may stand on the other one. */
async function spread({ kubectl, list }: Cluster, say: (line: string) => void): Promise<void> {
  const pods = (await list('pods', '--selector', 'app.kubernetes.io/component=api')).filter(isReady)
  const crowded = services.filter((service) => {
    const own = pods.filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === service)
    return own.length > 1 && nodesOf(own).length < 2
  })
  if (crowded.length === 0) return
  say(`spreading over the nodes again: ${crowded.join(', ')}`)
  await kubectl(['rollout', 'restart', ...crowded.map((service) => `deployment/${service}`)])
  for (const service of crowded)
    await kubectl(['rollout', 'status', `deployment/${service}`, '--timeout=150s'], { timeoutMs: 160_000 })
}
