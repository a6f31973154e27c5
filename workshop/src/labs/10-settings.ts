import { createHash } from 'node:crypto'
import type { Cluster, KubeObject } from '../cluster.ts'
import { found, lab } from '../lab.ts'
import { isReady, isWhole, podsOfService } from '../objects.ts'
import { rolledOutIn, saleStep } from '../sales.ts'

const setting = 'GUEST_CART_TTL_SECONDS'

export const lab10 = lab({
  number: 10,
  page: '10-settings-and-secrets',
  async remember(cluster) {
    const [configMap, keys] = await Promise.all([configMapOf(cluster, 'cart'), keysOf(cluster, 'payment')])
    // A key itself would be for everybody to read here.
    return { configMap: nameOf(configMap), keys: keys.map(fingerprint) }
  },
  steps: [
    {
      says: 'A changed setting has rolled itself out',
      expected: `cart reads another ConfigMap than before, with ${setting}=3600, and all of its pods are of that version`,
      hint: 'kubectl apply --server-side --force-conflicts --kustomize workshop/overlays/shorter-carts',
      async look({ cluster, before }) {
        const [configMap, deployment] = [await configMapOf(cluster, 'cart'), await cluster.find('deployment', 'cart')]
        const value = configMap?.data?.[setting]
        const name = nameOf(configMap)
        return found(
          name !== before.configMap && value === '3600' && isWhole(deployment),
          `cart reads ${name} (before: ${before.configMap}), with ${setting}=${value ?? 'not set'}; ${deployment.status.updatedReplicas ?? 0} of ${deployment.spec.replicas} pods are of that version`,
        )
      },
    },
    {
      says: 'payment shows the bank a new key',
      expected: 'payment reads a Secret with one key, another one than before, and all of its pods are of that version',
      hint: 'make the Secret lab-payment with the new key, and patch the Deployment payment so that its volume secrets reads it',
      async look({ cluster, before }) {
        const keys = await keysOf(cluster, 'payment')
        const deployment = await cluster.find('deployment', 'payment')
        const isNew = keys.length === 1 && !before.keys.includes(fingerprint(keys[0]!))
        const pods = (await cluster.list(...podsOfService('payment'))).filter(isReady)
        const secret = secretNameOf(deployment)
        const using = pods.filter((pod) => secretNameIn(pod.spec) === secret).length
        return found(
          isNew && isWhole(deployment) && using === pods.length,
          `payment reads the Secret ${secret} with ${keys.length} key, ${isNew ? 'a new one' : 'the old one'}; ${using} of ${pods.length} ready pods read it`,
        )
      },
    },
    {
      says: 'The bank takes the new key, and the old one no more',
      expected: 'the bank reads a Secret with one key, the one that payment has',
      hint: 'last of all, patch the Deployment bank so that it reads the Secret lab-payment, which has the new key only',
      async look({ cluster }) {
        const [theirs, ours] = [await keysOf(cluster, 'bank'), await keysOf(cluster, 'payment')]
        const deployment = await cluster.find('deployment', 'bank')
        const same = theirs.length === 1 && theirs[0] === ours[0]
        const isOther = secretNameOf(deployment).startsWith('lab-')
        return found(
          same && isOther && isWhole(deployment),
          `the bank reads the Secret ${secretNameOf(deployment)} with ${theirs.length} ${theirs.length === 1 ? 'key' : 'keys'}, ${same ? 'that of payment' : 'not that of payment alone'}`,
        )
      },
    },
    saleStep(
      'Customers paid while the key was changed',
      (report) => rolledOutIn(report, 'payment'),
      'Start the sale in the second terminal first, and change the key while it sells.',
    ),
  ],
})

const nameOf = (object: KubeObject | undefined): string => object?.metadata.name ?? 'none'

const fingerprint = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 12)

/** The ConfigMap of its own that a service reads its settings from, beside the one of all services. */
async function configMapOf(cluster: Cluster, service: string): Promise<KubeObject | undefined> {
  const deployment = await cluster.find('deployment', service)
  const names = (deployment.spec.template.spec.containers[0].envFrom ?? []).map(
    (one: KubeObject) => one.configMapRef?.name,
  )
  const name = names.find((one: string | undefined) => one !== undefined && !one.startsWith('shop-'))
  return name === undefined ? undefined : await cluster.find('configmap', name)
}

const secretNameIn = (podSpec: KubeObject): string =>
  (podSpec.volumes ?? []).find((volume: KubeObject) => volume.name === 'secrets')?.secret?.secretName ?? 'none'

const secretNameOf = (deployment: KubeObject): string => secretNameIn(deployment.spec.template.spec)

/** The keys for the bank that a Deployment's Secret holds. */
async function keysOf(cluster: Cluster, service: string): Promise<string[]> {
  const secret = await cluster.find('secret', secretNameOf(await cluster.find('deployment', service)))
  const text = Buffer.from(secret?.data?.['bank-merchant-key'] ?? '', 'base64').toString()
  return text.split(/\s+/).filter(Boolean)
}
