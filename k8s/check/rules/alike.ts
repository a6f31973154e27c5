import { services } from '@saleday/local/parties'
import { type Deployment, ofKind } from '../objects.ts'
import { complaint, type Rule } from '../rule.ts'

/** Where the Deployments of the services may differ, beside their names: what each is given, and how much it needs. */
const ownVolumes = ['database', 'secrets', 'tokens']
const ownPlaces = [/^spec\.template\.spec\.containers\.0\.resources\./]

export const alike: Rule = {
  name: 'the Deployments of the services differ in their names, volumes and resources only',
  check: ({ objects }) => {
    const deployments = services.flatMap((service) =>
      ofKind(objects, 'Deployment').filter(({ metadata }) => metadata.name === service),
    )
    const [model, ...others] = deployments.map((deployment) => ({
      name: deployment.metadata.name,
      leaves: leavesOf(withoutOwn(deployment)),
    }))
    if (!model) return []
    return others.flatMap(({ name, leaves }) =>
      [...new Set([...model.leaves.keys(), ...leaves.keys()])]
        .filter((place) => model.leaves.get(place) !== leaves.get(place) && !ownPlaces.some((own) => own.test(place)))
        .map((place) =>
          complaint(
            `Deployment ${name}`,
            `${place} is ${leaves.get(place) ?? 'not set'}, and in ${model.name} ${model.leaves.get(place) ?? 'not set'}`,
            'make them the same, or name the place in k8s/check/rules/alike.ts',
          ),
        ),
    )
  },
}

function withoutOwn(deployment: Deployment): unknown {
  const copy = structuredClone(deployment)
  const pod = copy.spec.template.spec
  const isShared = ({ name }: { name: string }) => !ownVolumes.includes(name)
  pod.volumes = (pod.volumes ?? []).filter(isShared)
  for (const container of pod.containers) container.volumeMounts = (container.volumeMounts ?? []).filter(isShared)
  const { name } = deployment.metadata
  // Its name, in its labels and its account, in the name of its image and its ConfigMap; without tag, digest and hash.
  return JSON.parse(JSON.stringify(copy), (_, value) => {
    if (typeof value !== 'string') return value
    if (value === name) return '<name>'
    return value
      .replace(new RegExp(`^((?:[^:@]*/)?)${name}(:[^@]+)?(@.+)?$`), '$1<name>')
      .replace(new RegExp(`^${name}-[a-z0-9]{10}$`), '<name>-<hash>')
  })
}

/** Every value that is no object, by its path. */
function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value)]])
  const entries = Object.entries(value)
  if (entries.length === 0) return new Map([[path, 'empty']])
  return new Map(entries.flatMap(([key, inner]) => [...leavesOf(inner, path ? `${path}.${key}` : key)]))
}
