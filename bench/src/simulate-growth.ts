export type Cost = {
  /** CPU of a replica for each answer. */
  replicaMs: number
  /** CPU of PostgreSQL for each answer. */
  postgresMs: number
}

/** So many answers, at the least, that their rate is off by no more than one in a hundred. */
const leastAnswers = 40_000
const answersOfEach = 400

/**
 * Answers a second of so many replicas beside one PostgreSQL, by simulation: callers who ask again as soon as they have
 * their answer, each at one replica, which has a part of a core and works on one answer at a time; then at PostgreSQL, which
 * works on as many as it has cores. Times are drawn from exponential distributions around what was measured: a closed
 * queueing network (Gordon and Newell, 1967), played out event by event.
 * @param random gives numbers from 0 to 1
 */
export function simulateGrowth(
  { replicaMs, postgresMs }: Cost,
  shop: { replicas: number; cpus: number; callersOfEach: number; postgresCores: number },
  random: () => number,
): number {
  const { replicas, cpus, callersOfEach, postgresCores } = shop
  const draw = (meanMs: number) => -Math.log(1 - random()) * meanMs
  const replicaFreeAt = new Float64Array(replicas)
  const coreFreeAt = new Float64Array(postgresCores)
  const callers = replicas * callersOfEach
  const answers = Math.max(leastAnswers, replicas * answersOfEach)
  // Whoever arrives first is served first. Callers queue at PostgreSQL in the order in which their replicas are done.
  const arrivals = new Heap()
  for (let caller = 0; caller < callers; caller++)
    arrivals.push({ atMs: 0, replica: caller % replicas, asks: 'replica' })
  let answered = 0
  let countedFromMs = 0
  for (;;) {
    const { atMs, replica, asks } = arrivals.pop()
    if (asks === 'replica') {
      const begins = Math.max(atMs, replicaFreeAt[replica]!)
      replicaFreeAt[replica] = begins + draw(replicaMs / cpus)
      arrivals.push({ atMs: replicaFreeAt[replica]!, replica, asks: 'postgres' })
      continue
    }
    const core = coreFreeAt.indexOf(coreFreeAt.reduce((least, one) => Math.min(least, one)))
    const begins = Math.max(atMs, coreFreeAt[core]!)
    coreFreeAt[core] = begins + draw(postgresMs)
    arrivals.push({ atMs: coreFreeAt[core]!, replica, asks: 'replica' })
    if (++answered === answers / 2) countedFromMs = atMs // the first half fills the queues
    if (answered === answers) return (1_000 * answers) / 2 / (atMs - countedFromMs)
  }
}

type Arrival = { atMs: number; replica: number; asks: 'replica' | 'postgres' }

/** A binary heap, the earliest first. */
class Heap {
  readonly #items: Arrival[] = []

  push(arrival: Arrival): void {
    const items = this.#items
    let at = items.push(arrival) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (items[parent]!.atMs <= arrival.atMs) break
      items[at] = items[parent]!
      at = parent
    }
    items[at] = arrival
  }

  pop(): Arrival {
    const items = this.#items
    const first = items[0]!
    const last = items.pop()!
    if (items.length === 0) return first
    let at = 0
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && items[child + 1]!.atMs < items[child]!.atMs) child++
      if (items[child]!.atMs >= last.atMs) break
      items[at] = items[child]!
      at = child
    }
    items[at] = last
    return first
  }
}
