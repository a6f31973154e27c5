import { type Container, named, ofKind, type PodSpec, type PolicyRule, title, workloads } from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'
import { eachContainer } from './containers.ts'

/** The Pod Security Standard `restricted`, and a root file system that nobody writes to. */
export const podSecurity: Rule = {
  name: 'every pod passes the Pod Security Standard `restricted`, with a read-only root file system',
  check: ({ objects }) => [
    ...eachContainer(objects, (container, where, workload) =>
      ofContainer(container, workload.spec.template.spec, where),
    ),
    ...workloads(objects).flatMap((workload) => ofPod(workload.spec.template.spec, title(workload))),
    ...ofKind(objects, 'Namespace')
      .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted')
      .map((namespace) =>
        complaint(
          title(namespace),
          'does not enforce `restricted`',
          'label it pod-security.kubernetes.io/enforce: restricted',
        ),
      ),
  ],
}

function ofContainer({ securityContext: own = {} }: Container, { securityContext: pod = {} }: PodSpec, where: string) {
  const { capabilities = {} } = own
  const demands: readonly [isMet: boolean, what: string, todo: string][] = [
    [(own.runAsNonRoot ?? pod.runAsNonRoot) === true, 'may run as root', 'runAsNonRoot: true'],
    [(own.runAsUser ?? pod.runAsUser ?? 0) > 0, 'has no user of its own', 'runAsUser: 65532, or what the image wants'],
    [own.privileged !== true, 'is privileged', 'remove privileged'],
    [own.allowPrivilegeEscalation === false, 'may gain privileges', 'allowPrivilegeEscalation: false'],
    [own.readOnlyRootFilesystem === true, 'may write to its root file system', 'readOnlyRootFilesystem: true'],
    [capabilities.drop?.includes('ALL') === true, 'keeps capabilities', 'capabilities: { drop: [ALL] }'],
    [(capabilities.add ?? []).length === 0, 'adds capabilities', 'remove capabilities.add'],
    [
      (own.seccompProfile ?? pod.seccompProfile)?.type === 'RuntimeDefault',
      'may make any system call',
      'seccompProfile: { type: RuntimeDefault }',
    ],
  ]
  return demands
    .filter(([isMet]) => !isMet)
    .map(([, what, todo]) => complaint(where, what, `set in its securityContext: ${todo}`))
}

function ofPod({ hostNetwork, hostPID, hostIPC, volumes = [] }: PodSpec, where: string): Complaint[] {
  return [
    ...(hostNetwork || hostPID || hostIPC
      ? [complaint(where, "shares the node's network or processes", 'remove hostNetwork, hostPID, hostIPC')]
      : []),
    ...volumes
      .filter(({ hostPath }) => hostPath)
      .map(({ name }) => complaint(where, `its volume ${name} is a folder of the node`, 'use another kind of volume')),
  ]
}

/** Who asks the API server, and so has a token for it. */
const askTheApiServer: readonly string[] = ['prometheus', 'console']

export const apiTokens: Rule = {
  name: 'nobody but Prometheus and the console has a token for the API server, and beyond the namespace nodes are looked at',
  check: ({ objects }) => [
    ...workloads(objects).flatMap((workload) => {
      const { automountServiceAccountToken: mounts, serviceAccountName } = workload.spec.template.spec
      if (askTheApiServer.includes(workload.metadata.name)) {
        return serviceAccountName
          ? []
          : [complaint(title(workload), 'has no account of its own', 'set serviceAccountName')]
      }
      const mayAsk = serviceAccountName && askTheApiServer.includes(serviceAccountName)
      return [
        ...(mounts === false
          ? []
          : [complaint(title(workload), 'mounts a token for the API server', 'automountServiceAccountToken: false')]),
        ...(mayAsk
          ? [complaint(title(workload), `runs as ${serviceAccountName}`, 'give it an account of its own')]
          : []),
      ]
    }),
    ...ofKind(objects, 'ServiceAccount')
      .filter(({ metadata, automountServiceAccountToken }) => {
        return automountServiceAccountToken !== false && !askTheApiServer.includes(metadata.name)
      })
      .map((account) =>
        complaint(title(account), 'mounts a token for the API server', 'automountServiceAccountToken: false'),
      ),
    ...[...ofKind(objects, 'RoleBinding'), ...ofKind(objects, 'ClusterRoleBinding')].flatMap((binding) =>
      binding.subjects
        .filter(({ name }) => !askTheApiServer.includes(name))
        .map(({ name }) => complaint(title(binding), `gives rights to ${name}`, 'remove it: nothing needs them')),
    ),
    ...ofKind(objects, 'ClusterRole')
      .filter(({ rules }) => !rules.every(isLookAtNodes))
      .map((role) => complaint(title(role), 'gives rights beyond the namespace', 'use a Role')),
    ...ofKind(objects, 'ClusterRoleBinding')
      .filter(({ roleRef }) => !named(objects, 'ClusterRole', roleRef.name))
      .map((binding) => complaint(title(binding), 'gives rights that are not rendered here', 'use a Role')),
  ],
}

/** They are in no namespace. */
const isLookAtNodes = ({ resources = [], verbs }: PolicyRule): boolean =>
  resources.length > 0 &&
  resources.every((resource) => resource === 'nodes') &&
  verbs.every((verb) => ['get', 'list', 'watch'].includes(verb))

export const serviceAccounts: Rule = {
  name: 'each server runs as the account of its name, by which others know who calls',
  check: ({ objects }) =>
    workloads(objects).flatMap((workload) => {
      const { serviceAccountName } = workload.spec.template.spec
      if (!serviceAccountName) return []
      const name = workload.spec.template.metadata.labels?.['app.kubernetes.io/name']
      if (serviceAccountName !== name) {
        return [complaint(title(workload), `runs as ${serviceAccountName}`, `set serviceAccountName: ${name}`)]
      }
      return named(objects, 'ServiceAccount', serviceAccountName)
        ? []
        : [complaint(title(workload), `there is no ServiceAccount ${serviceAccountName}`, 'render one')]
    }),
}
