import type { LiveBoard, LiveDay } from './live-day.ts'

const everyMs = 1_000

/**
 * Puts the day on the board each second, until the function that it gives is called. A board that fails is told of once, and harms
 * nothing else: the day is what counts.
 */
export function publishDay(board: LiveBoard, dayNow: () => LiveDay, say: (line: string) => void): () => Promise<void> {
  let isOver = false
  let wasTold = false
  let timer: NodeJS.Timeout | undefined
  let underWay = round()

  async function round(): Promise<void> {
    const startedAt = performance.now()
    await attempt(() => board.put(dayNow()))
    if (!isOver) timer = setTimeout(again, Math.max(0, startedAt + everyMs - performance.now()))
  }
  function again(): void {
    underWay = round()
  }
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!wasTold) say(`The console cannot be told of this day: ${(error as Error).message}`)
      wasTold = true
    }
  }

  return async () => {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    await underWay
    await attempt(() => board.clear())
  }
}
