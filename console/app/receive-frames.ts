import type { Frame, History } from '../src/frame.ts'

/** Longer than a frame can take, and shorter than anybody looks at what is old. */
const silentForMs = 10_000
const againAfterMs = 2_000

/**
 * Listens for as long as the page is open. A browser opens a lost stream again by itself, but not one that was refused, nor one whose
 * other end has gone without a word: those are opened anew here.
 */
export function receiveFrames(take: { onHistory(history: History): void; onFrame(frame: Frame): void }): void {
  const source = new EventSource('/api/frames')
  let watch = setTimeout(openAgain, silentForMs)
  let isOver = false

  function openAgain(): void {
    if (isOver) return
    isOver = true
    clearTimeout(watch)
    source.close()
    setTimeout(() => receiveFrames(take), againAfterMs)
  }
  function heard(): void {
    clearTimeout(watch)
    watch = setTimeout(openAgain, silentForMs)
  }
  source.addEventListener('history', ({ data }) => {
    heard()
    take.onHistory(JSON.parse(data))
  })
  source.addEventListener('frame', ({ data }) => {
    heard()
    take.onFrame(JSON.parse(data))
  })
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) openAgain()
  })
}
