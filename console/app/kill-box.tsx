import { useSignal } from '@preact/signals'
import type { PodView } from '../src/frame.ts'
import { killPod } from './operator.ts'
import { openPod } from './state.ts'
import { shortName } from './words.ts'

/** The confirmation of a kill, where the pod is. */
export function KillBox({ pod }: { pod: PodView }) {
  const isSent = useSignal(false)
  if (pod.phase === 'killed') return null
  async function kill(): Promise<void> {
    isSent.value = true
    await killPod(pod.name)
    isSent.value = false
    openPod.value = null
  }
  return (
    <div class="kill-box">
      <p>
        Kill {pod.service} {shortName(pod)}? It gets no warning, and what it does is cut off.
      </p>
      <button type="button" class="danger" disabled={isSent.value} onClick={kill}>
        {isSent.value ? 'Killing' : 'Kill it'}
      </button>
      <button
        type="button"
        onClick={() => {
          openPod.value = null
        }}
      >
        Leave it
      </button>
    </div>
  )
}
