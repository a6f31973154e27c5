import { allowedFlows } from '../network/allowed.ts'
import { madeFlows } from '../network/made.ts'
import { insiders, keyOf, portsOf } from '../network/parties.ts'
import { type KubeObject, labelsOf, ofKind, type PolicyPort, selects, title } from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'

export const network: Rule = {
  name: 'network policies allow every connection that is made, and no other',
  onlyWhole: true,
  check: (rendering) => {
    const allowed = allowedFlows(rendering.objects)
    const made = madeFlows(rendering)
    return [
      ...[...made.values()]
        .filter((flow) => !allowed.has(keyOf(flow)))
        .map((flow) =>
          complaint(keyOf(flow), `is not allowed, and ${flow.because}`, 'allow it, out of the one and into the other'),
        ),
      ...[...allowed.values()]
        .filter((flow) => !made.has(keyOf(flow)))
        .map((flow) => complaint(keyOf(flow), 'is allowed, and nobody makes it', 'take it out of one policy at least')),
      ...unknownPorts(rendering.objects),
    ]
  },
}

/** A port that no pod listens on allows nothing today, and something else tomorrow. */
function unknownPorts(objects: readonly KubeObject[]): Complaint[] {
  return ofKind(objects, 'NetworkPolicy').flatMap((policy) => {
    const { podSelector, ingress = [], egress = [] } = policy.spec
    const check = (ports: PolicyPort[], isCalled: (pod: ReturnType<typeof insiders>[number]) => boolean) => {
      const called = insiders(objects).filter(isCalled)
      const declared = called.flatMap(({ workload }) => portsOf(workload.spec.template.spec))
      return ports
        .filter(
          ({ port }) => !declared.some((one) => port === undefined || one.name === port || one.containerPort === port),
        )
        .map(({ port }) =>
          complaint(title(policy), `names the port ${port}, which no pod that it is about has`, 'mend it'),
        )
    }
    return [
      ...ingress.flatMap(({ ports = [] }) => check(ports, ({ workload }) => selects(podSelector, labelsOf(workload)))),
      ...egress.flatMap(({ to = [], ports = [] }) => {
        const inside = to.flatMap((peer) => (peer.podSelector && !peer.namespaceSelector ? [peer.podSelector] : []))
        if (inside.length === 0) return []
        return check(ports, ({ workload }) => inside.some((selector) => selects(selector, labelsOf(workload))))
      }),
    ]
  })
}

/** Cards and money: whoever wants something of payment goes through order. */
const notForCustomers = ['payment']

export const unreachable: Rule = {
  name: 'payment cannot be reached from the gateway',
  check: ({ objects }) => [
    ...ofKind(objects, 'HTTPRoute').flatMap((route) =>
      route.spec.rules
        .flatMap(({ backendRefs = [] }) => backendRefs)
        .filter(({ name }) => notForCustomers.includes(name))
        .map(({ name }) => complaint(title(route), `leads to ${name}`, 'remove it')),
    ),
    ...[...allowedFlows(objects).values()]
      .filter(({ from, to }) => notForCustomers.includes(to) && from.startsWith('namespace '))
      .map((flow) => complaint(keyOf(flow), 'is allowed', 'take it out of the NetworkPolicy')),
  ],
}
