import { services } from '@saleday/local/parties'

export { services }
export type Service = (typeof services)[number]

/** The pods of these services that serve: no migrations and no seeds. */
export const podSelector = (names: readonly string[] = services): string =>
  `app.kubernetes.io/component=api,app.kubernetes.io/name in (${names.join(',')})`
