/** The commands that a person would type for what a sale day does. */
export type KubectlText = ReturnType<typeof kubectlText>

/** @param context undefined: the one that is current for whoever types it */
export function kubectlText(context: string | undefined, namespace: string) {
  const cluster = context === undefined ? '' : ` --context ${quoted(context)}`
  const kubectl = `kubectl${cluster} --namespace ${quoted(namespace)}`
  const image = (service: string, container: string, name: string): string =>
    `${kubectl} set image deployment/${service} ${container}=${quoted(name)}`
  return {
    /** Without a word to the kubelet, and so without anything that it would do first. */
    killContainer: (nodeName: string, containerId: string): string =>
      `docker exec ${nodeName} ${killCommand(containerId).join(' ')}`,
    deletePod: (pod: string, graceSeconds?: number): string =>
      graceSeconds === undefined
        ? `${kubectl} delete pod ${pod}`
        : `${kubectl} delete pod ${pod} --grace-period=${graceSeconds}${graceSeconds === 0 ? ' --force' : ''}`,
    /** Whichever comes first. */
    deleteOnePodOf: (service: string): string =>
      `${kubectl} delete $(${kubectl} get pods --selector app.kubernetes.io/name=${service} --output name | head -1) --grace-period=0 --force`,
    describePod: (pod: string): string => `${kubectl} describe pod ${pod}`,
    followPod: (pod: string): string => `${kubectl} logs ${pod} --follow`,
    restart: (service: string): string => `${kubectl} rollout restart deployment/${service}`,
    evictPod: (pod: string): string => {
      const body = JSON.stringify({
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: pod, namespace },
      })
      return `echo ${quoted(body)} | ${kubectl} create --raw /api/v1/namespaces/${namespace}/pods/${pod}/eviction -f -`
    },
    setImage: image,
    annotate: (service: string, key: string, value: string): string =>
      `${kubectl} patch deployment ${service} --patch ${quoted(JSON.stringify({ spec: { template: { metadata: { annotations: { [key]: value } } } } }))}`,
    undoRollout: (service: string): string => `${kubectl} rollout undo deployment/${service}`,
    /** A copy of the ConfigMap with other values under another name, and the Deployment led to it. */
    changeConfig: (
      service: string,
      from: string,
      to: string,
      set: Readonly<Record<string, string>>,
      patch: object,
    ): string =>
      `${kubectl} get configmap ${from} --output json | jq ${quoted(`.metadata = {name: "${to}"} | .data += ${JSON.stringify(set)}`)} | ${kubectl} create -f - && ` +
      `${kubectl} patch deployment ${service} --patch ${quoted(JSON.stringify(patch))}`,
    drain: (nodeName: string, labels: string): string =>
      `${kubectl} drain ${nodeName} --ignore-daemonsets --delete-emptydir-data --pod-selector=${labels}`,
    uncordon: (nodeName: string): string => `${kubectl} uncordon ${nodeName}`,
    stopNode: (nodeName: string): string => `docker stop -t 0 ${nodeName}`,
    startNode: (nodeName: string): string => `docker start ${nodeName}`,
    scaleDeployment: (service: string, to: number): string => `${kubectl} scale deployment ${service} --replicas=${to}`,
    patchMinimum: (kind: string, name: string, patch: object): string =>
      `${kubectl} patch ${kind} ${name} --type merge --patch ${quoted(JSON.stringify(patch))}`,
    /** By the bank's admin port: see sandbox/bank/README.md. */
    bankFaults: (faults: object): string =>
      `${kubectl} port-forward deployment/bank 9090 & curl --request PUT localhost:9090/faults --json ${quoted(JSON.stringify(faults))}`,
  }
}

/** Run inside a node; in kind's nodes containerd keeps what is Kubernetes' under this name. */
export const killCommand = (containerId: string): string[] => [
  'ctr',
  '--namespace',
  'k8s.io',
  'task',
  'kill',
  '--signal',
  'SIGKILL',
  containerId,
]

/** As a shell takes it for one word. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
