import {
  isJob,
  type KubeObject,
  type Labels,
  labelsOf,
  ofKind,
  type Peer,
  type Selector,
  selects,
  title,
  type Workload,
  workloads,
} from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'

/** A Service or PodDisruptionBudget has the name of the workload whose pods it is for. */
export const labels: Rule = {
  name: 'labels and selectors agree',
  check: ({ objects }) => [
    ...ownSelectors(objects),
    ...byName(objects),
    ...spreadSelectors(objects),
    ...oneSetOfLabelsForEach(objects),
  ],
}

function ownSelectors(objects: readonly KubeObject[]): Complaint[] {
  return ofKind(objects, 'Deployment', 'StatefulSet').flatMap((workload) => {
    const others = workloads(objects).filter(
      (other) => other !== workload && selects(workload.spec.selector, labelsOf(other)),
    )
    return [
      ...(selects(workload.spec.selector, labelsOf(workload))
        ? []
        : [
            complaint(
              title(workload),
              'its selector does not select its own pods',
              'give the template the labels of the selector',
            ),
          ]),
      ...others.map((other) =>
        complaint(
          title(workload),
          `its selector selects the pods of ${title(other)} too`,
          'make the selector narrower',
        ),
      ),
    ]
  })
}

function byName(objects: readonly KubeObject[]): Complaint[] {
  const services = ofKind(objects, 'Service').map((service) => ({
    object: service,
    selector: { matchLabels: service.spec.selector ?? {} },
  }))
  const budgets = ofKind(objects, 'PodDisruptionBudget').map((budget) => ({
    object: budget,
    selector: budget.spec.selector,
  }))
  return [...services, ...budgets].flatMap(({ object, selector }) =>
    exactly(
      object,
      selector,
      objects,
      (workload) => !isJob(workload) && workload.metadata.name === object.metadata.name,
    ),
  )
}

function spreadSelectors(objects: readonly KubeObject[]): Complaint[] {
  return workloads(objects).flatMap((workload) =>
    (workload.spec.template.spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector = {} }) =>
      exactly(workload, labelSelector, objects, (other) => other === workload, `the spread over ${topologyKey}`),
    ),
  )
}

function exactly(
  object: KubeObject,
  selector: Selector,
  objects: readonly KubeObject[],
  isMeant: (workload: Workload) => boolean,
  what = 'its selector',
): Complaint[] {
  const meant = workloads(objects).filter(isMeant)
  if (meant.length === 0) {
    return [complaint(title(object), 'there is no workload of its name', 'name it after the Deployment or StatefulSet')]
  }
  return workloads(objects).flatMap((workload) => {
    const isSelected = selects(selector, labelsOf(workload))
    if (isSelected === meant.includes(workload)) return []
    return [
      complaint(
        title(object),
        `${what} ${isSelected ? 'selects the pods of' : 'does not select the pods of'} ${title(workload)}`,
        'mend its labels',
      ),
    ]
  })
}

/** Two workloads with the same labels cannot be told apart by any selector. */
function oneSetOfLabelsForEach(objects: readonly KubeObject[]): Complaint[] {
  const seen = new Map<string, Workload>()
  return workloads(objects).flatMap((workload) => {
    const { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component } = labelsOf(workload)
    const key = `${name} ${component}`
    const other = seen.get(key)
    seen.set(key, workload)
    if (!name || !component) {
      return [
        complaint(title(workload), 'its pods lack app.kubernetes.io/name or …/component', 'set both in the template'),
      ]
    }
    return other
      ? [
          complaint(
            title(workload),
            `its pods have the labels of ${title(other)}`,
            'give them a component of their own',
          ),
        ]
      : []
  })
}

export const policySelectors: Rule = {
  name: 'each selector of a network policy selects pods',
  onlyWhole: true,
  check: ({ objects }) =>
    ofKind(objects, 'NetworkPolicy').flatMap((policy) => {
      const { podSelector, ingress = [], egress = [] } = policy.spec
      const peers: Peer[] = [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)]
      // Pods of other namespaces are not ours to know.
      const inside = peers.flatMap((peer) => (peer.podSelector && !peer.namespaceSelector ? [peer.podSelector] : []))
      const allLabels = workloads(objects).map(labelsOf)
      return [podSelector, ...inside].flatMap((selector) =>
        alternatives(selector)
          .filter((one) => !allLabels.some((pod) => selects(one, pod)))
          .map((one) => complaint(title(policy), `no pod has ${show(one)}`, 'mend the selector, or remove it')),
      )
    }),
}

/** `In [a, b]` is two selectors: each of them must find its pods. */
function alternatives({ matchLabels = {}, matchExpressions = [] }: Selector): Selector[] {
  let result: { matchLabels: Labels; matchExpressions: NonNullable<Selector['matchExpressions']> }[] = [
    { matchLabels, matchExpressions: matchExpressions.filter(({ operator }) => operator !== 'In') },
  ]
  for (const { key, operator, values = [] } of matchExpressions) {
    if (operator !== 'In') continue
    result = result.flatMap((one) =>
      values.map((value) => ({
        ...one,
        matchExpressions: [...one.matchExpressions, { key, operator, values: [value] }],
      })),
    )
  }
  return result
}

const show = ({ matchLabels = {}, matchExpressions = [] }: Selector): string =>
  [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) => `${key} ${operator} ${values.join(', ')}`),
  ].join(' and ')
