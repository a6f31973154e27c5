import { useEffect } from 'preact/hooks'
import { Command } from './command.tsx'
import { Icon } from './icon.tsx'
import { lastAction } from './operator.ts'

const showForMs = 15_000

/** What came of the last action, with the command that does the same. */
export function ActionNotice() {
  const action = lastAction.value
  useEffect(() => {
    // What was done stays in the timeline. What was refused stands nowhere else.
    if (action?.ok !== true) return
    const timer = setTimeout(() => {
      lastAction.value = null
    }, showForMs)
    return () => clearTimeout(timer)
  }, [action])
  return (
    <div class="notice-place" role="status">
      {action !== null && (
        <div class="notice" data-ok={action.ok}>
          <p>
            <Icon glyph={action.ok ? 'check' : 'triangle'} />
            {action.says}
          </p>
          {action.kubectl !== null && <Command command={action.kubectl} />}
          <button
            type="button"
            class="quiet"
            onClick={() => {
              lastAction.value = null
            }}
          >
            Close
          </button>
        </div>
      )}
    </div>
  )
}
