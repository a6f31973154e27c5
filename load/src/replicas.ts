/**
 * The processes of a shop as the timetable acts on them. The shop on one machine is one implementation, see
 * local-replicas.ts; a cluster is another one.
 */
export type Replicas = {
  /** The processes of a service that run now, ready or not. */
  list(service: string): Promise<readonly Replica[]>
  /** How many processes of a service there should be. */
  wanted(service: string): number
  /** SIGKILL: no warning, nothing flushed. @returns false where there was nothing left to kill */
  kill(replica: Replica): Promise<boolean>
  /** SIGTERM: the process drains, and another one takes its place. @returns false where there was nothing left */
  restart(replica: Replica): Promise<boolean>
  /** Ends a database server at once, without a chance to say goodbye; who keeps it starts it again. @returns what was hit, null where there was nothing */
  restartServer(server: ServerToRestart): Promise<RestartedServer | null>
}

export type Replica = {
  service: string
  id: string
  ready: boolean
  /** Where its /metrics are. */
  adminUrl: string
}

export const serversToRestart = ['postgres', 'carts', 'cache'] as const
export type ServerToRestart = (typeof serversToRestart)[number]

export type RestartedServer = {
  id: string
  /** How it was ended, in words. */
  says: string
  /** True when it answers again. */
  isBack(): Promise<boolean>
}
