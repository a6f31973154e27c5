import { services } from '@saleday/local/parties'
import type { KubeObject } from '../cluster.ts'
import { found, lab } from '../lab.ts'
import { eventsSince, isReady, isWhole, nameOf, podsOfService } from '../objects.ts'

const ownerOf = ({ metadata }: KubeObject): string | undefined => metadata.ownerReferences?.[0]?.name

export const lab04 = lab({
  number: 4,
  page: '04-desired-and-actual',
  async remember(cluster) {
    const pods = (await cluster.list(...podsOfService('product'))).filter(isReady)
    return { pods: pods.map(nameOf), replicaSet: ownerOf(pods[0]) ?? '' }
  },
  steps: [
    {
      says: 'A pod of product was deleted, and another one has taken its place',
      expected: 'one of the pods that were there is gone, and a younger one of the same ReplicaSet is ready',
      hint: 'kubectl delete pod with the name of a pod of product; then wait until kubectl get pods shows the new one ready',
      async look({ cluster, before }) {
        const pods = (await cluster.list(...podsOfService('product'))).filter(isReady)
        const gone = before.pods.filter((name) => !pods.some((pod) => nameOf(pod) === name))
        const young = pods.filter((pod) => !before.pods.includes(nameOf(pod)) && ownerOf(pod) === before.replicaSet)
        if (gone.length === 0) return found(false, `all that were there still are: ${before.pods.join(', ')}`)
        return found(
          young.length > 0,
          `${gone.join(', ')} gone; ${young.length > 0 ? `${young.map(nameOf).join(', ')} ready in its place` : 'no younger pod of the ReplicaSet is ready'}`,
        )
      },
    },
    {
      says: 'The ReplicaSet was told to have another number, and the Deployment has put it right',
      expected: 'an event of the Deployment product that says how it scaled its ReplicaSet down again',
      hint: 'kubectl scale replicaset with the name of the ReplicaSet and --replicas=4; the event shows in kubectl describe deployment product',
      async look({ cluster, since, before }) {
        const about = { kind: 'Deployment', name: /^product$/, reason: 'ScalingReplicaSet' }
        const said = (await eventsSince(cluster, since, about)).map(({ message }) => message as string)
        const down = said.filter((text) => text.startsWith(`Scaled down replica set ${before.replicaSet} `))
        return found(
          down.length > 0,
          down.at(-1) ?? 'the Deployment has not scaled that ReplicaSet down since the lab began',
        )
      },
    },
    {
      says: 'At the end the shop has what is wanted',
      expected: 'as many pods available as each Deployment wants',
      hint: 'wait half a minute: controllers never stop comparing. What lacks something says why in kubectl describe deployment',
      async look({ cluster }) {
        const deployments = await cluster.list('deployments')
        const there = services.filter((name) => deployments.some((one) => nameOf(one) === name && isWhole(one)))
        const lacking = services.filter((name) => !there.includes(name))
        return found(
          lacking.length === 0,
          lacking.length === 0 ? `whole: ${there.join(', ')}` : `not whole: ${lacking.join(', ')}`,
        )
      },
    },
  ],
})
