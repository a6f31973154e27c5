import type { KubeObject } from '../cluster.ts'
import { found, lab } from '../lab.ts'
import { isSince, isWhole } from '../objects.ts'
import { rolledOutIn, saleStep } from '../sales.ts'

const revisionOf = ({ metadata }: KubeObject): number =>
  Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0)

const settingOf = (object: KubeObject, name: string): string | undefined =>
  (object.spec.template.spec.containers[0].env ?? []).find((one: KubeObject) => one.name === name)?.value

export const lab09 = lab({
  number: 9,
  page: '09-a-new-version',
  remember: async (cluster) => ({ revision: revisionOf(await cluster.find('deployment', 'product')) }),
  steps: [
    {
      says: 'The new version of product runs in all of its pods',
      expected: 'the Deployment product with LAB_VERSION=2, all pods of that version, and all available',
      hint: 'kubectl set env deployment product LAB_VERSION=2; if a bad version is there instead: kubectl rollout undo deployment product',
      async look({ cluster, before }) {
        const deployment = await cluster.find('deployment', 'product')
        const version = settingOf(deployment, 'LAB_VERSION')
        const { availableReplicas = 0 } = deployment.status
        return found(
          version === '2' && isWhole(deployment) && revisionOf(deployment) > before.revision,
          `revision ${revisionOf(deployment)} (it was ${before.revision}), LAB_VERSION=${version ?? 'not set'}, ${availableReplicas} of ${deployment.spec.replicas} pods available`,
        )
      },
    },
    {
      says: 'A bad version was held back, and never sold anything',
      expected: 'a ReplicaSet with ADMIN_PORT=9999 since the lab began, that has no pods any more',
      hint: 'kubectl set env deployment product ADMIN_PORT=9999, and when you have seen what happens: kubectl rollout undo deployment product',
      async look({ cluster, since }) {
        const sets = await cluster.list('replicasets', '--selector', 'app.kubernetes.io/name=product')
        const bad = sets.filter(
          (set) => settingOf(set, 'ADMIN_PORT') === '9999' && isSince(since, set.metadata.creationTimestamp),
        )
        if (bad.length === 0) return found(false, 'there is no such ReplicaSet')
        const left = bad.reduce((sum, { spec }) => sum + spec.replicas, 0)
        return found(left === 0, `${bad[0].metadata.name} wants ${left} pods now`)
      },
    },
    {
      says: 'The way there can be read from the history',
      expected: 'three revisions more than before: the new version, the bad one, and the way back',
      hint: 'kubectl rollout history deployment product; going back is a revision of its own',
      async look({ cluster, before }) {
        const revision = revisionOf(await cluster.find('deployment', 'product'))
        return found(revision >= before.revision + 3, `revision ${revision}; it was ${before.revision}`)
      },
    },
    saleStep(
      'Customers bought while the version changed, and noticed nothing',
      (report) => rolledOutIn(report, 'product'),
      'Start the sale in the second terminal first, and roll out while it sells.',
    ),
  ],
})
