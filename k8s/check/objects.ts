/** Kubernetes objects, as far as the rules look at them. kubeconform has seen to it that they are what these types say. */
export type Labels = Readonly<Record<string, string>>

export type KubeObject = {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; labels?: Labels; annotations?: Labels }
}

type Of<K extends string, Rest> = KubeObject & { kind: K } & Rest

export type Probe = {
  httpGet?: { path: string; port: string | number }
  tcpSocket?: { port: string | number }
  exec?: object
}
export const probeNames = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const

type Reference = { name: string; optional?: boolean }
type KeyReference = Reference & { key: string }

export type Container = {
  name: string
  image: string
  args?: string[]
  ports?: { name?: string; containerPort: number; protocol?: string }[]
  env?: {
    name: string
    value?: string
    valueFrom?: {
      configMapKeyRef?: KeyReference
      secretKeyRef?: KeyReference
      fieldRef?: { fieldPath: string }
      resourceFieldRef?: object
    }
  }[]
  envFrom?: { configMapRef?: Reference; secretRef?: Reference; prefix?: string }[]
  resources?: { requests?: Resources; limits?: Resources }
  lifecycle?: { preStop?: { sleep?: { seconds: number } } }
  securityContext?: {
    privileged?: boolean
    runAsNonRoot?: boolean
    runAsUser?: number
    allowPrivilegeEscalation?: boolean
    readOnlyRootFilesystem?: boolean
    capabilities?: { drop?: string[]; add?: string[] }
    seccompProfile?: { type: string }
  }
  volumeMounts?: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[]
} & { [P in (typeof probeNames)[number]]?: Probe }

type Resources = { cpu?: string; memory?: string }
type Item = { key: string; path: string }

export type Volume = {
  name: string
  secret?: { secretName: string; items?: Item[]; optional?: boolean }
  configMap?: Reference & { items?: Item[] }
  projected?: {
    sources: {
      serviceAccountToken?: { audience?: string; path: string }
      secret?: Reference & { items?: Item[] }
      configMap?: Reference & { items?: Item[] }
    }[]
  }
  persistentVolumeClaim?: { claimName: string }
  emptyDir?: object
  hostPath?: object
}

export type PodSpec = {
  serviceAccountName?: string
  automountServiceAccountToken?: boolean
  terminationGracePeriodSeconds?: number
  hostNetwork?: boolean
  hostPID?: boolean
  hostIPC?: boolean
  securityContext?: { runAsNonRoot?: boolean; runAsUser?: number; seccompProfile?: { type: string } }
  topologySpreadConstraints?: {
    topologyKey: string
    whenUnsatisfiable: string
    labelSelector?: Selector
    matchLabelKeys?: string[]
    nodeTaintsPolicy?: string
  }[]
  tolerations?: { key?: string; tolerationSeconds?: number }[]
  initContainers?: (Container & { restartPolicy?: string })[]
  containers: Container[]
  volumes?: Volume[]
}

export type PodTemplate = { metadata: { labels?: Labels; annotations?: Labels }; spec: PodSpec }

export type Selector = {
  matchLabels?: Labels
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
}

export type Deployment = Of<
  'Deployment',
  {
    spec: {
      replicas?: number
      minReadySeconds?: number
      strategy?: { rollingUpdate?: { maxUnavailable?: number | string; maxSurge?: number | string } }
      selector: Selector
      template: PodTemplate
    }
  }
>
export type StatefulSet = Of<
  'StatefulSet',
  {
    spec: {
      replicas?: number
      serviceName: string
      selector: Selector
      template: PodTemplate
      volumeClaimTemplates?: { metadata: { name: string } }[]
    }
  }
>
export type Job = Of<'Job', { spec: { template: PodTemplate } }>
export type CronJob = Of<'CronJob', { spec: { jobTemplate: { spec: Job['spec'] } } }>
export type Service = Of<
  'Service',
  { spec: { selector?: Labels; ports: { name?: string; port: number; targetPort?: string | number }[] } }
>
export type ServiceAccount = Of<'ServiceAccount', { automountServiceAccountToken?: boolean }>
export type ConfigMap = Of<'ConfigMap', { data?: Record<string, string>; binaryData?: Record<string, string> }>
export type Secret = Of<'Secret', { data?: Record<string, string>; stringData?: Record<string, string> }>
export type PodDisruptionBudget = Of<
  'PodDisruptionBudget',
  { spec: { selector: Selector; minAvailable?: number | string; maxUnavailable?: number | string } }
>
export type HorizontalPodAutoscaler = Of<
  'HorizontalPodAutoscaler',
  { spec: { scaleTargetRef: { kind: string; name: string }; minReplicas?: number; maxReplicas: number } }
>
export type ScaledObject = Of<
  'ScaledObject',
  {
    spec: {
      scaleTargetRef: { kind?: string; name: string }
      minReplicaCount?: number
      maxReplicaCount?: number
      fallback?: { replicas: number }
      triggers: { type: string; metadata: Record<string, string> }[]
    }
  }
>
export type Peer = {
  podSelector?: Selector
  namespaceSelector?: Selector
  ipBlock?: { cidr: string; except?: string[] }
}
export type PolicyPort = { port?: string | number; protocol?: string; endPort?: number }
export type NetworkPolicy = Of<
  'NetworkPolicy',
  {
    spec: {
      podSelector: Selector
      policyTypes: ('Ingress' | 'Egress')[]
      ingress?: { from?: Peer[]; ports?: PolicyPort[] }[]
      egress?: { to?: Peer[]; ports?: PolicyPort[] }[]
    }
  }
>
export type Gateway = Of<
  'Gateway',
  { spec: { gatewayClassName: string; listeners: { name: string; tls?: { certificateRefs?: { name: string }[] } }[] } }
>
export type RouteMatch = { path?: { type: string; value: string } }
export type HTTPRoute = Of<
  'HTTPRoute',
  {
    spec: {
      parentRefs: { name: string; sectionName?: string }[]
      rules: {
        matches?: RouteMatch[]
        filters?: {
          type: string
          requestHeaderModifier?: { remove?: string[] }
          urlRewrite?: { path?: { type: string; replaceFullPath?: string; replacePrefixMatch?: string } }
        }[]
        backendRefs?: { name: string; port: number; kind?: string }[]
      }[]
    }
  }
>
type Binding = { roleRef: { kind: string; name: string }; subjects: { kind: string; name: string }[] }
export type RoleBinding = Of<'RoleBinding', Binding>
export type ClusterRoleBinding = Of<'ClusterRoleBinding', Binding>
export type PolicyRule = { apiGroups?: string[]; resources?: string[]; resourceNames?: string[]; verbs: string[] }
export type Role = Of<'Role', { rules: PolicyRule[] }>
export type ClusterRole = Of<'ClusterRole', { rules: PolicyRule[] }>
export type Namespace = Of<'Namespace', object>

type Known =
  | Deployment
  | StatefulSet
  | Job
  | CronJob
  | Service
  | ServiceAccount
  | ConfigMap
  | Secret
  | PodDisruptionBudget
  | HorizontalPodAutoscaler
  | ScaledObject
  | NetworkPolicy
  | Gateway
  | HTTPRoute
  | RoleBinding
  | ClusterRoleBinding
  | Role
  | ClusterRole
  | Namespace

export type Kind = Known['kind']
export type OfKind<K extends Kind> = Extract<Known, { kind: K }>

/** What makes pods. */
export type Workload = Deployment | StatefulSet | Job | JobsOfCronJob
/** A CronJob as the Jobs that it makes. */
type JobsOfCronJob = Of<'CronJob', Pick<Job, 'spec'>>

export const ofKind = <K extends Kind>(objects: readonly KubeObject[], ...kinds: K[]): OfKind<K>[] =>
  objects.filter((object): object is OfKind<K> => (kinds as string[]).includes(object.kind))

export const named = <K extends Kind>(objects: readonly KubeObject[], kind: K, name: string): OfKind<K> | undefined =>
  ofKind(objects, kind).find((object) => object.metadata.name === name)

export const workloads = (objects: readonly KubeObject[]): Workload[] => [
  ...ofKind(objects, 'Deployment', 'StatefulSet', 'Job'),
  ...ofKind(objects, 'CronJob').map(jobsOf),
]

/** The same each time, so that one workload can be told from another. */
const jobsOfCronJobs = new WeakMap<CronJob, JobsOfCronJob>()

function jobsOf(cronJob: CronJob): JobsOfCronJob {
  const jobs = jobsOfCronJobs.get(cronJob) ?? { ...cronJob, spec: cronJob.spec.jobTemplate.spec }
  jobsOfCronJobs.set(cronJob, jobs)
  return jobs
}

/** Ends by itself. */
export const isJob = ({ kind }: Workload): boolean => kind === 'Job' || kind === 'CronJob'

export const containersOf = ({ initContainers = [], containers }: PodSpec): Container[] => [
  ...initContainers,
  ...containers,
]

/** `Deployment order`: how a complaint names an object. */
export const title = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`

export const labelsOf = (workload: Workload): Labels => workload.spec.template.metadata.labels ?? {}

/** Whether a label selector selects these labels. One that is empty selects all. */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key]
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value)
        case 'NotIn':
          return value === undefined || !values.includes(value)
        case 'Exists':
          return value !== undefined
        case 'DoesNotExist':
          return value === undefined
        default:
          throw new Error(`a label selector cannot have the operator ${operator}`)
      }
    })
  )
}
