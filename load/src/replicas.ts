/**
 * The processes of a shop as the timetable acts on them. The shop on one machine is one implementation, see
 * local-replicas.ts; a cluster is another one, see cluster/cluster-replicas.ts.
 */
export type Replicas = {
  /** The processes of a service that run now, ready or not. */
  list(service: string): Promise<readonly Replica[]>
  /** How many processes of a service there should be. */
  wanted(service: string): number
  /** SIGKILL: no warning, nothing flushed. @returns undefined where there was nothing left to kill */
  kill(replica: Replica): Promise<Strike | undefined>
  /** SIGTERM: the process drains, and another one takes its place. @returns undefined where there was nothing left */
  restart(replica: Replica): Promise<Strike | undefined>
  /** As a restart, when it does not leave too few of them. Only a cluster has it. */
  evict?(replica: Replica): Promise<Strike | undefined>
  /** Ends a database server at once, without a chance to say goodbye; who keeps it starts it again. @returns what was hit, null where there was nothing */
  restartServer(server: ServerToRestart): Promise<RestartedServer | null>
  /** CPU seconds of each database server since it started; of none where that cannot be seen. A cluster does not tell. */
  databaseCpuSeconds?(): Promise<Readonly<Record<string, number>>>
  /** How often their metrics are read for the record, where less often than each second. */
  sampleEveryMs?: number
  /** How often their metrics are read while the worst moment is waited for, where less often than usual. */
  lookEveryMs?: number
}

export type Replica = {
  service: string
  id: string
  /** Another one when another process has taken its place under the same id, as the next container of a pod. */
  life: string
  ready: boolean
  /** Where its /metrics are. */
  adminUrl: string
}

/** How a process was hit: `SIGKILL to`, `deletion of`. */
export type Strike = { how: string; details?: Readonly<Record<string, unknown>> }

export const serversToRestart = ['postgres', 'carts', 'cache'] as const
export type ServerToRestart = (typeof serversToRestart)[number]

export type RestartedServer = {
  id: string
  /** How it was ended, in words. */
  says: string
  details?: Readonly<Record<string, unknown>> | undefined
  /** True when it answers again. */
  isBack(): Promise<boolean>
}
