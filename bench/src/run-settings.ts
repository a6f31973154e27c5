/** How long and how often the measures run. */
export type RunSettings = {
  /** Times that each side runs. */
  rounds: number
  warmUpMs: number
  durationMs: number
  /** Figures of a quick run count for nothing: it shows only that everything works. */
  isQuick: boolean
  /** Rows of the order history. */
  orders: number
}

export const wholeRun: RunSettings = { rounds: 3, warmUpMs: 500, durationMs: 1_500, isQuick: false, orders: 1_000_000 }
export const quickRun: RunSettings = { rounds: 1, warmUpMs: 500, durationMs: 1_000, isQuick: true, orders: 20_000 }

type Sides = Record<string, () => Promise<unknown>>

/** As inTurn, after each side has run once for nothing: a process that has just started runs code that is not compiled yet. */
export async function inTurnWarm<S extends Sides>(rounds: number, sides: S): ReturnType<typeof inTurn<S>> {
  for (const name in sides) await sides[name]!()
  return await inTurn(rounds, sides)
}

/** Runs the sides in turn, A B A B A B, and gives what each run of a side gave. */
export async function inTurn<S extends Sides>(
  rounds: number,
  sides: S,
): Promise<{ [Name in keyof S]: Awaited<ReturnType<S[Name]>>[] }> {
  const results: Record<string, unknown[]> = Object.fromEntries(Object.keys(sides).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name in sides) results[name]!.push(await sides[name]!())
  }
  return results as { [Name in keyof S]: Awaited<ReturnType<S[Name]>>[] }
}
