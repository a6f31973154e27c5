import { batch, computed, signal } from '@preact/signals'
import { fromHistory, type Told, withFrame } from './fold-frames.ts'
import { newsOf } from './news.ts'
import { receiveFrames } from './receive-frames.ts'

/** Undefined before the first history. */
export const told = signal<Told | undefined>(undefined)

const heardAt = signal<number | null>(null)
const now = signal(0)
const news = computed(() => newsOf(heardAt.value === null ? null : Math.max(0, now.value - heardAt.value)))
/** Apart, and words: what looks at one of them is drawn anew only when it has changed, and not each second. */
export const newsState = computed(() => news.value.state)
export const newsSays = computed(() => news.value.says)

/** The id of the pod whose details are open. */
export const openPod = signal<string | null>(null)

export function listen(): void {
  receiveFrames({
    onHistory: (history) => heard(fromHistory(history)),
    onFrame: (frame) => heard(told.value && withFrame(told.value, frame)),
  })
  setInterval(() => {
    now.value = performance.now()
  }, 1_000)
}

function heard(news: Told | undefined): void {
  batch(() => {
    told.value = news
    now.value = performance.now()
    heardAt.value = now.value
  })
}
