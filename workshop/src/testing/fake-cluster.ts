import assert from 'node:assert/strict'
import { check } from '../check.ts'
import type { Cluster, KubeObject } from '../cluster.ts'
import type { Before, Lab } from '../lab.ts'

/** What a cluster answers: objects by what is asked for, and the output of programs by their arguments. */
export type World = {
  objects: Readonly<Record<string, KubeObject | KubeObject[]>>
  /** The first whose name is in the arguments. */
  outputs?: Readonly<Record<string, string>>
}

export const since = new Date('2026-11-28T09:00:00Z')
export const earlier = '2026-11-28T08:00:00Z'
export const later = '2026-11-28T09:05:00Z'

function fakeCluster({ objects, outputs = {} }: World): Cluster {
  const get = (args: string[]) => objects[args.join(' ')]
  const output = async (args: readonly string[]): Promise<string> => {
    const text = args.join(' ')
    const name = Object.keys(outputs).find((one) => text.includes(one))
    if (name === undefined) throw new Error(`nothing answers: ${text}`)
    return outputs[name]!
  }
  return {
    kubectl: output,
    docker: output,
    find: async (...args) => get(args),
    list: async (...args) => [get(args) ?? []].flat(),
  }
}

type Looked = { before?: Before; runsDir?: string }

/** What the lab says of such a world: for each step whether it is done. A look that breaks is a mistake of the check. */
export async function lookAt(lab: Lab, world: World, { before = {}, runsDir = '/nowhere' }: Looked = {}) {
  const checked = await check(lab, { cluster: fakeCluster(world), since, before, runsDir })
  return { done: checked.map(({ ok }) => ok), found: checked.map(({ found }) => found) }
}

/** Only this step is not done, and it says what was found. */
export async function onlyFails(
  lab: Lab,
  step: number,
  says: RegExp,
  world: World,
  looked: Looked = {},
): Promise<void> {
  const { done, found } = await lookAt(lab, world, looked)
  assert.deepEqual(
    done.flatMap((ok, index) => (ok ? [] : [index + 1])),
    [step],
    found.join('\n'),
  )
  assert.match(found[step - 1]!, says)
}

export const pod = (
  name: string,
  node = 'saleday-worker',
  more: { owner?: string; restarts?: number; spec?: object } = {},
): KubeObject => ({
  kind: 'Pod',
  metadata: {
    name,
    uid: `uid-${name}`,
    ownerReferences: [{ kind: 'ReplicaSet', name: more.owner ?? name.replace(/-[^-]+$/, '') }],
  },
  spec: { nodeName: node, ...more.spec },
  status: {
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [
      {
        restartCount: more.restarts ?? 0,
        state: { running: { startedAt: more.restarts ? later : earlier } },
        lastState: more.restarts ? { terminated: { exitCode: 137 } } : {},
      },
    ],
  },
})

export const node = (name: string, spec: object = {}): KubeObject => ({
  metadata: { name },
  spec,
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
})

/** All of its pods are of this version, and available. */
export const deployment = (
  name: string,
  replicas = 2,
  spec: object = {},
  annotations: Record<string, string> = {},
): KubeObject => ({
  kind: 'Deployment',
  metadata: { name, generation: 3, annotations },
  spec: { replicas, template: { spec: { containers: [{ name }], ...spec } } },
  status: {
    observedGeneration: 3,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
  },
})

export const event = (kind: string, name: string, reason: string, message = '', at = later): KubeObject => ({
  reason,
  message,
  involvedObject: { kind, name },
  lastTimestamp: at,
  metadata: { creationTimestamp: at },
})

export const endpoints = (...addresses: string[]): KubeObject => ({
  endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
})

export const api = (service: string): string =>
  `pods --selector app.kubernetes.io/name=${service},app.kubernetes.io/component=api`
