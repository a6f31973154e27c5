import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'

/** A command that a person would type, with a button that copies it. */
export function Command({ command }: { command: string }) {
  const code = useRef<HTMLElement>(null)
  const told = useSignal('')
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(command)
      told.value = 'copied'
    } catch {
      // Where the page came without TLS a browser lends no clipboard.
      getSelection()?.selectAllChildren(code.current!)
      told.value = 'selected: press Ctrl+C'
    }
    setTimeout(() => {
      told.value = ''
    }, 3_000)
  }
  return (
    <div class="command">
      <code ref={code}>{command}</code>
      <button type="button" class="quiet" onClick={copy} aria-label={`Copy: ${command}`}>
        <span aria-live="polite">{told.value === '' ? 'Copy' : told.value}</span>
      </button>
    </div>
  )
}
