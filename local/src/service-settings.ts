import { join } from 'node:path'
import type { DataDir } from './data-dir.ts'
import { apiServices, type DatabaseOwner, type ServerName } from './parties.ts'
import type { Ports } from './ports.ts'
import { allocator } from './runtime.ts'
import type { Secrets } from './secrets.ts'
import { serviceTokenIssuer } from './service-token-issuer.ts'

export type ShopParts = { ports: Ports; secrets: Secrets; dir: DataDir; valkey: { carts: string; cache: string } }

/** The address of one owner's database. */
export const databaseUrl = (owner: DatabaseOwner, { ports, secrets }: Pick<ShopParts, 'ports' | 'secrets'>): string =>
  `postgres://${owner}:${secrets.databasePasswords[owner]}@127.0.0.1:${ports.postgres}/${owner}`

/** What a cluster would give to one process through ConfigMaps, Secrets and mounted files. */
export function settingsOf(server: ServerName, slot: number, parts: ShopParts): Record<string, string> {
  const { ports, secrets, dir, valkey } = parts
  const urlOf = (other: ServerName) => `http://127.0.0.1:${ports.servers[other].api}`
  const database = (owner: DatabaseOwner) => ({ DATABASE_URL: databaseUrl(owner, parts) })
  const merchant = { BANK_MERCHANT_KEY: secrets.bankMerchantKey, BANK_WEBHOOK_SECRET: secrets.bankWebhookSecret }
  const own: Readonly<Record<ServerName, Record<string, string>>> = {
    product: { ...database('product'), CACHE_VALKEY_URL: valkey.cache },
    cart: { CARTS_VALKEY_URL: valkey.carts, PRODUCT_URL: urlOf('product') },
    order: {
      ...database('order'),
      PRODUCT_URL: urlOf('product'),
      PAYMENT_URL: urlOf('payment'),
      CART_URL: urlOf('cart'),
      // There is no warehouse here: orders ship by themselves, and when is for the environment to say.
      SHIP_AFTER_SECONDS: process.env.SHIP_AFTER_SECONDS ?? '60',
    },
    payment: { ...database('payment'), BANK_URL: urlOf('bank'), ...merchant },
    auth: {
      ...database('auth'),
      CACHE_VALKEY_URL: valkey.cache,
      SIGNING_KEY_SECRET: secrets.signingKeySecret,
      REFRESH_TOKEN_SECRET: secrets.refreshTokenSecret,
      // Everybody comes from the same address here.
      RATE_LIMIT_PER_EMAIL: '1000',
      RATE_LIMIT_PER_ADDRESS: '100000',
    },
    bank: {
      ...database('bank'),
      ...merchant,
      PAYMENT_WEBHOOK_URL: `${urlOf('payment')}/webhooks/bank`,
      // On its admin port only, which nobody outside of this machine reaches.
      ALLOW_FAULTS: 'true',
      // Its one caller is gone when it is stopped.
      DRAIN_LINGER_MS: '200',
    },
    web: {},
  }
  const ofServices = {
    CUSTOMER_JWKS: `${urlOf('auth')}/.well-known/jwks.json`,
    SERVICE_TOKENS_DIR: join(dir.tokens, server),
    SERVICE_JWKS: dir.jwks,
    SERVICE_TOKEN_ISSUER: serviceTokenIssuer,
    // The shop is served without TLS here, and not every client sends Secure cookies to http://localhost.
    COOKIE_SECURE: 'false',
  }
  return {
    ...allocator,
    HOST: '127.0.0.1',
    PORT: String(ports.servers[server].api),
    ADMIN_PORT: String(ports.servers[server].admin[slot]),
    ...(apiServices.some((service) => service === server) ? ofServices : {}),
    ...own[server],
  }
}
