import { adminPaths } from '../admin-paths.ts'
import {
  containersOf,
  type KubeObject,
  labelsOf,
  ofKind,
  probeNames,
  selects,
  title,
  type Workload,
  workloads,
} from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'
import { load, type Server, serversOf } from '../servers.ts'

const inCode = adminPaths()
/** Which question each probe asks. */
const pathOf = { startupProbe: '/startupz', livenessProbe: '/livez', readinessProbe: '/readyz' } as const
/** Prometheus asks for it where nobody says otherwise. */
const metricsPath = '/metrics'

export const ports: Rule = {
  name: 'ports and probes are those of the code',
  check: (rendering) => [
    ...serversOf(rendering).flatMap(ofServer),
    ...workloads(rendering.objects).flatMap(namesOfProbes),
    ...ofServices(rendering.objects),
  ],
}

function ofServer(server: Server): Complaint[] {
  const { deployment, container } = server
  const chassis = load(server).result?.chassis
  if (!chassis) return [] // the rule of the settings tells why
  const where = title(deployment)
  const { annotations = {} } = deployment.spec.template.metadata
  const declared = Object.fromEntries((container.ports ?? []).map(({ name, containerPort }) => [name, containerPort]))
  const wanted = { api: chassis.port, admin: chassis.adminPort }
  const differs = (what: string, found: unknown, right: unknown): Complaint[] =>
    String(found) === String(right) ? [] : [complaint(where, `${what} is ${found}`, `make it ${right}`)]
  return [
    ...differs('the list of its ports', JSON.stringify(declared), JSON.stringify(wanted)),
    ...differs('prometheus.io/scrape', annotations['prometheus.io/scrape'], 'true'),
    ...differs('prometheus.io/port', annotations['prometheus.io/port'], chassis.adminPort),
    ...differs('prometheus.io/path', annotations['prometheus.io/path'] ?? metricsPath, metricsPath),
    ...probeNames.flatMap((probe) => [
      ...differs(`the path of its ${probe}`, container[probe]?.httpGet?.path, pathOf[probe]),
      ...differs(`the port of its ${probe}`, container[probe]?.httpGet?.port, 'admin'),
    ]),
    ...[...Object.values(pathOf), metricsPath]
      .filter((path) => !inCode.includes(path))
      .map((path) =>
        complaint('packages/chassis/src/admin-app.ts', `does not have ${path}`, 'change the probes with it'),
      ),
  ]
}

function namesOfProbes(workload: Workload): Complaint[] {
  return containersOf(workload.spec.template.spec).flatMap((container) =>
    probeNames.flatMap((probe) => {
      const port = (container[probe]?.httpGet ?? container[probe]?.tcpSocket)?.port
      const isThere = (container.ports ?? []).some(({ name, containerPort }) => port === name || port === containerPort)
      return port === undefined || isThere
        ? []
        : [
            complaint(
              title(workload),
              `its ${probe} asks the port ${port}, which the container lacks`,
              'name a port of the container',
            ),
          ]
    }),
  )
}

function ofServices(objects: readonly KubeObject[]): Complaint[] {
  return ofKind(objects, 'Service').flatMap((service) => {
    const pods = workloads(objects).filter((workload) =>
      selects({ matchLabels: service.spec.selector ?? {} }, labelsOf(workload)),
    )
    return service.spec.ports.flatMap(({ port, targetPort = port }) =>
      pods
        .filter((workload) => {
          const declared = containersOf(workload.spec.template.spec).flatMap((container) => container.ports ?? [])
          return !declared.some(({ name, containerPort }) => targetPort === name || targetPort === containerPort)
        })
        .map((workload) =>
          complaint(
            title(service),
            `leads to the port ${targetPort}, which ${title(workload)} lacks`,
            'mend targetPort',
          ),
        ),
    )
  })
}
