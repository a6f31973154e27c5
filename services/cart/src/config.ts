import { chassisSettings } from '@saleday/chassis/chassis-settings'
import { type Environment, settings } from '@saleday/chassis/settings'

export type Config = ReturnType<typeof loadConfig>

export const loadConfig = (environment: Environment) =>
  settings(environment, (from) => ({
    chassis: chassisSettings(from),
    cartsValkeyUrl: from.secret('CARTS_VALKEY_URL'),
    valkeyTimeoutMs: from.integer('VALKEY_TIMEOUT_MS', { default: 1_000, min: 10, max: 60_000 }),
    productUrl: from.url('PRODUCT_URL'),
    knownProductsMax: from.integer('KNOWN_PRODUCTS_MAX', { default: 20_000, min: 1, max: 1_000_000 }),
    /** Off only where the shop is served without TLS. */
    cookieSecure: from.boolean('COOKIE_SECURE', { default: true }),
    guestCartTtlSeconds: from.integer('GUEST_CART_TTL_SECONDS', { default: 7 * 86_400, min: 1 }),
    customerCartTtlSeconds: from.integer('CUSTOMER_CART_TTL_SECONDS', { default: 90 * 86_400, min: 1 }),
  }))
