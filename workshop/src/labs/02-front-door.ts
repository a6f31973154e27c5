import type { Cluster } from '../cluster.ts'
import { found, lab } from '../lab.ts'
import { isReady, nameOf, podsOfService } from '../objects.ts'

/** The id that the page gives to the request that it sends while the API server is away. */
const requestId = 'lab-2-while-it-is-away'
const answer = 'lab-etcd'

export const lab02 = lab({
  number: 2,
  page: '02-the-front-door-and-the-memory',
  async remember(cluster) {
    const pods = (await cluster.list(...podsOfService('product'))).filter(isReady)
    const deployment = await cluster.find('deployment', 'product')
    return {
      pods: pods.map(({ metadata }) => metadata.uid as string),
      revision: Number(deployment.metadata.resourceVersion),
    }
  },
  steps: [
    {
      says: 'You have found product in the memory of the cluster',
      expected: `the ConfigMap ${answer} with the number of the change by which etcd knows the Deployment product`,
      hint: `the number is mod_revision in what etcd answers: kubectl create configmap ${answer} --from-literal revision=<number>`,
      async look({ cluster, before }) {
        const given = (await cluster.find('configmap', answer))?.data?.revision as string | undefined
        if (given === undefined) return found(false, `there is no ConfigMap ${answer} with a revision`)
        const now = Number((await cluster.find('deployment', 'product')).metadata.resourceVersion)
        // Its status changes by itself, and with it the number.
        const isOne = /^\d+$/.test(given) && Number(given) >= before.revision && Number(given) <= now
        return found(
          isOne,
          `you have found ${given}; the API server says ${before.revision} at the beginning, and ${now} now`,
        )
      },
    },
    {
      says: 'The API server was away, and is back',
      expected: 'an API server that has started since the lab began',
      hint: 'on the control-plane node move its file, /etc/kubernetes/manifests/kube-apiserver.yaml, away and back again',
      async look({ cluster, since }) {
        const started = await startOfApiServer(cluster)
        return found(
          started >= since,
          `it has run since ${started.toISOString()}; the lab began at ${since.toISOString()}`,
        )
      },
    },
    {
      says: 'Meanwhile the shop has served its customers',
      expected: `in the log of product the request ${requestId}, answered with 200 before the API server was back`,
      hint: `while kubectl gets no answer: curl http://localhost:8080/api/products --header 'x-request-id: ${requestId}'`,
      async look({ cluster }) {
        const selector = ['--selector', 'app.kubernetes.io/name=product,app.kubernetes.io/component=api']
        const log = await cluster.kubectl(['logs', ...selector, '--tail=-1', '--since=1h'])
        const lines = log
          .split('\n')
          .filter((line) => line.includes(`"requestId":"${requestId}"`) && line.includes('"status":200'))
        const line = lines.at(-1)
        if (line === undefined) return found(false, 'there is no such request in its log')
        const served = JSON.parse(line).time as string
        const back = await startOfApiServer(cluster)
        return found(
          new Date(served) <= back,
          `served at ${served}; the API server was started at ${back.toISOString()}`,
        )
      },
    },
    {
      says: 'No pod of product has noticed',
      expected: 'the pods that were there when the lab began, ready',
      hint: 'look at kubectl get pods: what has made new ones? npm run lab 2 begins anew',
      async look({ cluster, before }) {
        const pods = (await cluster.list(...podsOfService('product'))).filter(isReady)
        const same = pods.filter(({ metadata }) => before.pods.includes(metadata.uid))
        return found(
          same.length === before.pods.length,
          `${same.length} of ${before.pods.length} are there: ${same.map(nameOf).join(', ')}`,
        )
      },
    },
  ],
})

/** From itself: its pod tells the time of the one before, ready as that was, until the kubelet has looked again. */
async function startOfApiServer({ kubectl }: Cluster): Promise<Date> {
  const [, seconds] = /^process_start_time_seconds (\S+)$/m.exec(await kubectl(['get', '--raw', '/metrics'])) ?? []
  if (seconds === undefined) throw new Error('the API server does not tell when it was started')
  return new Date(Number(seconds) * 1_000)
}
