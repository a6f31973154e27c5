import { test } from 'node:test'
import { untilWhole } from './deployments.ts'
import { explainShop } from './explain-shop.ts'
import { stopPrograms } from './target.ts'

export type Scene = {
  /** Does this at the end, also of a test that fails or is interrupted; the last one first. */
  undo(what: string, work: () => Promise<unknown>): void
  say(line: string): void
}

type Undo = { what: string; work: () => Promise<unknown> }

/**
 * A test in the cluster: it begins with a shop that is whole and leaves one that is. When it fails, it shows pods,
 * events and logs of the services that it is about, as they are before anything is undone.
 */
export function promise(
  name: string,
  { about, seconds = 150 }: { about: readonly string[]; seconds?: number },
  work: (scene: Scene) => Promise<void>,
): void {
  test(name, { timeout: (seconds + 300) * 1000 }, async (t) => {
    await untilWhole()
    const undos: Undo[] = []
    const stopListening = onInterruption(() => undoAll(undos))
    const fromMs = performance.now()
    try {
      await work({
        undo: (what, undo) => undos.push({ what, work: undo }),
        say: (line) => t.diagnostic(line),
      })
    } catch (error) {
      process.stdout.write(`${name}\nfailed: ${error}\n${await explainShop(about)}\n`)
      throw error
    } finally {
      await undoAll(undos)
      stopListening()
    }
    await untilWhole()
    t.diagnostic(`${((performance.now() - fromMs) / 1000).toFixed(0)} s`)
  })
}

async function undoAll(undos: Undo[]): Promise<void> {
  const failed: unknown[] = []
  for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
    await undo.work().catch((cause) => failed.push(new Error(`could not undo: ${undo?.what}`, { cause })))
  }
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '))
}

/** Ctrl-C in the middle of a test must not leave a node cordoned or a database away. */
function onInterruption(undo: () => Promise<void>): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const listener = () => {
    stopPrograms()
    process.stderr.write('\nInterrupted: putting the shop back as it was.\n')
    void undo().finally(() => process.exit(130))
  }
  for (const signal of signals) process.once(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}
