/** The services that sell. They may call each other, with tokens. */
export const apiServices = ['auth', 'product', 'cart', 'payment', 'order'] as const
/** The parts of the shop that run as processes of their own kind, in the order in which they are started. */
export const services = [...apiServices, 'web'] as const
export type ServiceName = (typeof services)[number]
/** The services of the shop and the bank, which is an outside party. */
export const servers = ['bank', ...services] as const
export type ServerName = (typeof servers)[number]

/** Those that own a PostgreSQL database; cart keeps all it has in Valkey. */
export const databaseOwners = ['product', 'order', 'payment', 'auth', 'bank'] as const
export type DatabaseOwner = (typeof databaseOwners)[number]

/** The folder of a server, relative to the repository. */
export function folderOf(server: ServerName): string {
  if (server === 'bank') return 'sandbox/bank'
  return server === 'web' ? 'web' : `services/${server}`
}
