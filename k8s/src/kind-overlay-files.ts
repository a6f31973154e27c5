import { type DatabaseOwner, databaseOwners } from '@saleday/local/parties'
import { stringify } from 'yaml'
import { imageName, images, type Tags } from './images.ts'
import type { KindSecrets } from './kind-secrets.ts'

type Values = {
  secrets: KindSecrets
  /** The public keys that the cluster signs its tokens with: `kubectl get --raw /openid/v1/jwks`. */
  jwks: string
  tags: Tags
}

/**
 * The files of k8s/overlays/kind/local, which the overlay needs and the repository cannot hold.
 * @returns contents by path within that folder; what is below `secrets/` is for nobody else's eyes
 */
export function kindOverlayFiles({ secrets, jwks, tags }: Values): Record<string, string> {
  const contents = secretContents(secrets)
  const secretFiles = Object.entries(contents).flatMap(([secret, values]) =>
    Object.entries(values).map(([key, value]) => [secretPath(secret, key), value]),
  )
  return {
    'kustomization.yaml': `# Made by \`npm run kind:up\`, anew each time it runs.\n${stringify(kustomization(contents, tags))}`,
    'jwks.json': jwks,
    ...Object.fromEntries(secretFiles),
  }
}

type Contents = Record<string, Record<string, string>>

const secretPath = (secret: string, key: string) => `secrets/${secret}/${key}`

const kustomization = (contents: Contents, tags: Tags) => ({
  apiVersion: 'kustomize.config.k8s.io/v1alpha1',
  kind: 'Component',
  images: images.map((image) => {
    const [name, newTag] = imageName(image, tags[image]).split(':')
    return { name, newTag }
  }),
  configMapGenerator: [{ name: 'service-keys', files: ['jwks.json'] }],
  secretGenerator: Object.entries(contents).map(([name, values]) => ({
    name,
    files: Object.keys(values).map((key) => secretPath(name, key)),
  })),
})

/** Each Secret of the shop: its keys and what they hold. */
function secretContents(secrets: KindSecrets): Contents {
  const bank = {
    'bank-merchant-key': secrets['bank-merchant-key'],
    'bank-webhook-secret': secrets['bank-webhook-secret'],
  }
  const cacheUrl = { 'cache-valkey-url': valkeyUrl('cache', secrets['cache-password']) }
  return {
    ...Object.fromEntries(
      databaseOwners.map((owner) => [`${owner}-database`, { url: databaseUrl(owner, secrets[`${owner}-password`]) }]),
    ),
    postgres: {
      postgres: secrets['postgres-password'],
      ...Object.fromEntries(databaseOwners.map((owner) => [owner, secrets[`${owner}-password`]])),
      audit: secrets['audit-password'],
    },
    product: cacheUrl,
    cart: { 'carts-valkey-url': valkeyUrl('carts', secrets['carts-password']) },
    payment: bank,
    auth: {
      ...cacheUrl,
      'signing-key-secret': secrets['signing-key-secret'],
      'refresh-token-secret': secrets['refresh-token-secret'],
    },
    bank,
    carts: { 'users.acl': valkeyUsers(secrets['carts-password']) },
    cache: { 'users.acl': valkeyUsers(secrets['cache-password']) },
  }
}

const databaseUrl = (owner: DatabaseOwner, password: string) => `postgres://${owner}:${password}@postgres:5432/${owner}`

const valkeyUrl = (host: string, password: string) => `redis://:${password}@${host}:6379`

/** Probes ask as a user who may do nothing else, so that no password is in a manifest. */
const valkeyUsers = (password: string) => `user default on >${password} ~* &* +@all\nuser probe on nopass -@all +ping\n`
