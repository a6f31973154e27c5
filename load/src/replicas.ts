/** The processes of a shop as the timetable acts on them. The shop on one machine is one implementation; see local-replicas.ts. */
export type Replicas = {
  /** The processes of a service that are ready now. */
  list(service: string): Promise<readonly Replica[]>
  /** SIGKILL: no warning, nothing flushed. @returns false where there was nothing left to kill */
  kill(replica: Replica): Promise<boolean>
}

export type Replica = { service: string; id: string }
