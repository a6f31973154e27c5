import type { Sync } from '../../src/wire.ts'

/** A simulated store as one that answers later, as a database does. */
export function answering<Store extends object>(store: Sync<Store>): Store {
  const methods = Object.entries(store).map(([name, run]) => [
    name,
    async (...given: unknown[]) => (run as (...given: unknown[]) => unknown)(...given),
  ])
  return Object.fromEntries(methods)
}
