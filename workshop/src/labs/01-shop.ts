import { type KubeObject, playground } from '../cluster.ts'
import { found, lab } from '../lab.ts'
import { isReady, nodesOf } from '../objects.ts'

const inPlayground = ['--namespace', playground]
const wanted = 3

export const lab01 = lab({
  number: 1,
  page: '01-a-shop-on-a-cluster',
  remember: async () => ({}),
  steps: [
    {
      says: 'A Deployment of your own runs in pods of your own',
      expected: `the Deployment sign in the namespace ${playground}, with ${wanted} pods ready`,
      hint: `kubectl create namespace ${playground}, then kubectl create deployment sign as on the page, then kubectl scale deployment sign --replicas=${wanted} --namespace ${playground}`,
      async look({ cluster }) {
        const deployment = await cluster.find('deployment', 'sign', ...inPlayground)
        if (deployment === undefined) return found(false, 'there is no such Deployment')
        const { replicas } = deployment.spec
        const ready = deployment.status?.readyReplicas ?? 0
        return found(replicas === wanted && ready === wanted, `it wants ${replicas} pods, and ${ready} are ready`)
      },
    },
    {
      says: 'The pods stand on more than one node',
      expected: 'pods of sign on two nodes at least',
      hint: 'kubectl get pods --output wide --namespace lab says where they are; where all are on one node, is the other one open (kubectl get nodes)?',
      async look({ cluster }) {
        const pods = (await cluster.list('pods', '--selector', 'app=sign', ...inPlayground)).filter(isReady)
        const nodes = nodesOf(pods)
        return found(
          nodes.length >= 2,
          pods.length === 0 ? 'no pod is ready' : `${pods.length} pods on ${nodes.join(', ')}`,
        )
      },
    },
    {
      says: 'A Service leads to all of them',
      expected: `the Service sign, with the addresses of ${wanted} ready pods`,
      hint: `kubectl expose deployment sign --port 80 --target-port 3000 --namespace ${playground}`,
      async look({ cluster }) {
        if ((await cluster.find('service', 'sign', ...inPlayground)) === undefined)
          return found(false, 'there is no such Service')
        const selector = ['--selector', 'kubernetes.io/service-name=sign']
        const slices = await cluster.list('endpointslices', ...selector, ...inPlayground)
        const ready = slices
          .flatMap(({ endpoints }) => endpoints ?? [])
          .filter((one: KubeObject) => one.conditions.ready)
        return found(ready.length === wanted, `it leads to ${ready.length} ready pods`)
      },
    },
    {
      says: 'Whoever asks the Service is answered by one of them',
      expected: 'an answer with the name of a pod of sign',
      hint: 'kubectl get --raw /api/v1/namespaces/lab/services/sign/proxy/ shows what it answers',
      async look({ cluster }) {
        if ((await cluster.find('service', 'sign', ...inPlayground)) === undefined)
          return found(false, 'there is no such Service')
        const answer = await cluster.kubectl(['get', '--raw', `/api/v1/namespaces/${playground}/services/sign/proxy/`])
        return found(/\bsign-[a-z0-9]+-[a-z0-9]+\b/.test(answer), `it answers: ${answer.trim()}`)
      },
    },
  ],
})
