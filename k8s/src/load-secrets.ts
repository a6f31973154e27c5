import { UserError } from '@saleday/local/user-error'
import { completeSecrets, type KindSecrets, secretNames } from './kind-secrets.ts'
import { getItems, type Kubectl } from './kubectl.ts'
import { namespace } from './namespace.ts'
import { CommandError } from './run.ts'

const name = 'kind-secrets'

type StoredSecret = { metadata: { resourceVersion: string }; data?: Record<string, string> }

/** The secrets of this cluster, which live and die with it; new ones where it has no data yet. */
export async function loadSecrets(kubectl: Kubectl, cluster: string): Promise<KindSecrets> {
  const stored = await read(kubectl)
  if (!stored) return (await makeSecrets(kubectl, cluster)) ?? loadSecrets(kubectl, cluster)
  const known = decoded(stored.data ?? {})
  const secrets = completeSecrets(known)
  if (secretNames.every((one) => known[one] === secrets[one])) return secrets
  // With the version that was read: what somebody else has changed meanwhile is not overwritten.
  const { resourceVersion } = stored.metadata
  await kubectl(['replace', '--filename', '-'], { input: secretObject({ ...known, ...secrets }, resourceVersion) })
  return secrets
}

/** @returns undefined where somebody else was quicker */
async function makeSecrets(kubectl: Kubectl, cluster: string): Promise<KindSecrets | undefined> {
  const data = await kubectl(['--namespace', namespace, 'get', 'persistentvolumeclaims', '--output', 'name'])
  if (data.trim() !== '') {
    throw new UserError(
      `The Secret ${name} is missing from the cluster ${cluster}, and without it the data there cannot be opened.`,
      `Put it back, or start afresh: npm run kind:down -- --name ${cluster}, then npm run kind:up -- --name ${cluster}`,
    )
  }
  const secrets = completeSecrets({})
  try {
    await kubectl(['create', '--filename', '-'], { input: secretObject(secrets) })
    return secrets
  } catch (error) {
    if (error instanceof CommandError && error.stderr.includes('AlreadyExists')) return undefined
    throw error
  }
}

async function read(kubectl: Kubectl): Promise<StoredSecret | undefined> {
  return (await getItems<StoredSecret>(kubectl, ['--namespace', namespace, 'secret', name]))[0]
}

const decoded = (data: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))

function secretObject(values: Readonly<Record<string, string>>, resourceVersion?: string): string {
  const metadata = { name, namespace, ...(resourceVersion === undefined ? {} : { resourceVersion }) }
  const data = Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')])
  return JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(data) })
}
