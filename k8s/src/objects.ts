/** The parts of Kubernetes objects that are looked at here. */
type Metadata = {
  name: string
  namespace?: string
  generation?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  creationTimestamp?: string
  deletionTimestamp?: string
  ownerReferences?: { kind: string; name: string }[]
}

export type Condition = { type: string; status: string; reason?: string; message?: string }

export type Workload = {
  kind: 'Deployment' | 'StatefulSet' | 'Job'
  metadata: Metadata
  spec: {
    replicas?: number
    selector?: { matchLabels?: Record<string, string> }
    template: { spec: { containers: { image: string }[] } }
  }
  status?: {
    observedGeneration?: number
    replicas?: number
    updatedReplicas?: number
    readyReplicas?: number
    availableReplicas?: number
    currentRevision?: string
    updateRevision?: string
    conditions?: Condition[]
  }
}

type ContainerStatus = {
  name: string
  ready: boolean
  restartCount: number
  state?: { waiting?: { reason?: string; message?: string }; terminated?: { reason?: string; exitCode: number } }
}

export type Pod = {
  kind: 'Pod'
  metadata: Metadata
  spec?: { nodeName?: string }
  status?: {
    phase?: string
    conditions?: Condition[]
    containerStatuses?: ContainerStatus[]
    initContainerStatuses?: ContainerStatus[]
  }
}

export type Event = {
  type?: string
  reason?: string
  message?: string
  count?: number
  involvedObject: { kind: string; name: string }
  lastTimestamp?: string | null
  eventTime?: string | null
}

export type Node = {
  kind: 'Node'
  metadata: Metadata
  spec?: { unschedulable?: boolean }
  status?: { conditions?: Condition[]; nodeInfo?: { kubeletVersion: string } }
}

type MetricValue = { averageUtilization?: number; averageValue?: string; value?: string }
type Metric<Key extends 'target' | 'current'> = {
  type: string
  resource?: { name: string } & { [key in Key]: MetricValue }
  external?: { metric: { name: string } } & { [key in Key]: MetricValue }
}

export type Autoscaler = {
  kind: 'HorizontalPodAutoscaler'
  metadata: Metadata
  spec: { scaleTargetRef: { name: string }; minReplicas?: number; maxReplicas: number; metrics?: Metric<'target'>[] }
  status?: { currentMetrics?: Metric<'current'>[] | null; conditions?: Condition[] }
}

export type Related = Pod | Workload | Node | Autoscaler
