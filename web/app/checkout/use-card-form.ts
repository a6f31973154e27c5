import { useEffect, useRef, useState } from 'preact/hooks'
import { newKey } from '../new-key.ts'
import type { Theme } from '../theme.ts'
import { parseMessage } from './card-form.ts'

export type CardOutcome = { token: string } | { message: string }

/** The form has told how high it is, long before this, or it does not come. */
const readyWithinMs = 8_000
/** As high as the form will say that it is: on a narrow page its fields stand below each other. */
const usualHeightPx = () => (matchMedia('(min-width: 24rem)').matches ? 293 : 398)
/** The form itself tries for longer than half a minute. */
const answerWithinMs = 60_000

/**
 * Talks with the bank's form in its frame, which has no origin: it is known by its window, and what is sent to it holds
 * nothing that others must not read.
 */
export function useCardForm(theme: Theme) {
  const frame = useRef<HTMLIFrameElement>(null)
  const waiting = useRef(new Map<string, (outcome: CardOutcome) => void>())
  const [state, setState] = useState<'loading' | 'ready' | 'away'>('loading')
  const [heightPx, setHeightPx] = useState(usualHeightPx)
  /** A new number loads the form anew. */
  const [load, setLoad] = useState(0)

  const say = (message: object) => frame.current?.contentWindow?.postMessage(message, '*')

  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent) => {
      const message = source && source === frame.current?.contentWindow ? parseMessage(data) : undefined
      if (!message) return
      if (message.type === 'bank:ready' || message.type === 'bank:height') {
        setHeightPx(message.heightPx)
        setState('ready')
        return
      }
      const answer = waiting.current.get(message.requestId)
      waiting.current.delete(message.requestId)
      answer?.(message.type === 'bank:token' ? { token: message.token } : { message: message.message })
    }
    addEventListener('message', onMessage)
    return () => removeEventListener('message', onMessage)
  }, [])

  useEffect(() => {
    if (state === 'ready') say({ type: 'bank:theme', theme })
  }, [state, theme])

  useEffect(() => {
    if (state !== 'loading') return
    const timer = setTimeout(() => setState('away'), readyWithinMs)
    return () => clearTimeout(timer)
  }, [state, load])

  return {
    frame,
    state,
    heightPx,
    load,
    reload: () => {
      setState('loading')
      setLoad((count) => count + 1)
    },
    /** Changes the card for a token. What is wrong with the card stands in the form too. */
    tokenise: () =>
      new Promise<CardOutcome>((resolve) => {
        const requestId = newKey()
        const give = (outcome: CardOutcome) => {
          clearTimeout(timer)
          resolve(outcome)
        }
        const timer = setTimeout(() => {
          waiting.current.delete(requestId)
          resolve({ message: "The bank's form does not answer. Nothing was charged. Try again in a minute." })
        }, answerWithinMs)
        waiting.current.set(requestId, give)
        say({ type: 'bank:tokenise', requestId })
      }),
  }
}
