import { change, type Fault } from '../fault.ts'
import type { Deployment } from '../objects.ts'

type Spec = Deployment['spec']

const takenBack: readonly [what: string, says: RegExp, edit: (spec: Spec) => void][] = [
  ['takes a pod away first', /an update may take a pod away first/, (spec) => delete spec.strategy],
  [
    'cannot add a pod',
    /an update cannot add a pod/,
    (spec) => Object.assign(spec.strategy!.rollingUpdate!, { maxSurge: 0 }),
  ],
  ['takes a new pod for good at once', /a pod counts as good at once/, (spec) => delete spec.minReadySeconds],
  [
    'puts all pods on one node',
    /all pods may be on one node/,
    ({ template }) => template.spec.topologySpreadConstraints!.shift(),
  ],
  [
    'counts old pods among the new ones',
    /old pods count in the spread of new ones/,
    ({ template }) => delete template.spec.topologySpreadConstraints![0]!.matchLabelKeys,
  ],
  [
    'counts nodes that take no pods',
    /a drained node counts in the spread/,
    ({ template }) => delete template.spec.topologySpreadConstraints![0]!.nodeTaintsPolicy,
  ],
  ['waits for a lost node', /pods stay on a lost node for minutes/, ({ template }) => template.spec.tolerations!.pop()],
]

export const rolloutFaults: readonly Fault[] = takenBack.map(([what, says, edit]) => ({
  what: `an update that ${what}`,
  rule: 'rollout',
  says: new RegExp(`Deployment payment: ${says.source}`),
  plant: change('Deployment', 'payment', ({ spec }) => edit(spec)),
}))
