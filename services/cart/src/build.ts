import type { Chassis, Service } from '@saleday/chassis/chassis'
import { serviceClient } from '@saleday/chassis/service-client'
import { createValkey } from '@saleday/valkey/client'
import { createApp } from './app.ts'
import { cartChanges } from './cart-changes.ts'
import { productDirectory } from './clients.ts'
import type { Config } from './config.ts'
import { guestCookie } from './guest-cookie.ts'
import { cartStore } from './store.ts'

/** Wires the service; `main.ts` and the tests both use it. */
export function build(config: Config, chassis: Chassis): Service {
  const valkey = createValkey({
    url: config.cartsValkeyUrl,
    name: 'carts',
    log: chassis.log,
    metrics: chassis.metrics,
    commandTimeoutMs: config.valkeyTimeoutMs,
  })
  const product = serviceClient(chassis, { to: 'product', url: config.productUrl })

  return {
    app: createApp(chassis, {
      carts: cartStore(valkey, { guest: config.guestCartTtlSeconds, customer: config.customerCartTtlSeconds }),
      knowsProduct: productDirectory(product, { max: config.knownProductsMax }),
      guests: guestCookie({ secure: config.cookieSecure, maxAgeSeconds: config.guestCartTtlSeconds }),
      changes: cartChanges(chassis.metrics),
    }),
    checks: { carts: () => valkey.ping() },
    close: async () => {
      await product.close()
      valkey.disconnect()
    },
  }
}
