import type { Frame, Run } from '../src/frame.ts'
import { BankPanel } from './bank-panel.tsx'
import { token } from './operator.ts'
import { OperatorDialog } from './operator-dialog.tsx'
import { newsSays, newsState } from './state.ts'
import { theme, themes } from './theme.ts'
import { clock, runWords } from './words.ts'

export function Head({ frame }: { frame: Frame }) {
  const { run, place } = frame
  const { title, now } = runWords(run)
  return (
    <header>
      <div class="brand">
        <h1>Saleday</h1>
        <p>{place.name}</p>
      </div>
      <div class="run">
        <p class="run-words">
          <strong>{title}</strong>
          <span class="run-phase">{now}</span>
          {run !== null && (
            <span class="run-time">
              {clock(run.elapsedSeconds * 1000)} of {clock(run.lengthSeconds * 1000)}
            </span>
          )}
        </p>
        {run !== null && <Phases run={run} />}
      </div>
      <div class="tools">
        <NewsSign />
        <ThemeButton />
        {token.value !== null && <BankPanel frame={frame} />}
        {frame.actions && <OperatorDialog />}
      </div>
    </header>
  )
}

/** The day as a bar, one part for each phase and as long as it. */
function Phases({ run }: { run: Run }) {
  let from = 0
  return (
    <ol class="phases" aria-label="Phases of the sale day">
      {run.phases.map(({ name, seconds }) => {
        const done = Math.min(1, Math.max(0, (run.elapsedSeconds - from) / seconds))
        from += seconds
        const isNow = run.phase?.name === name && done < 1
        return (
          <li key={name} style={{ flexGrow: String(seconds) }} aria-current={isNow ? 'step' : undefined}>
            <span class="phase-bar">
              <span style={{ transform: `scaleX(${run.state === 'over' ? 1 : done})` }} />
            </span>
            <span class="phase-name">{name}</span>
          </li>
        )
      })}
    </ol>
  )
}

const NewsSign = () => (
  <p class="news" data-state={newsState.value}>
    <span class="news-dot" aria-hidden="true" />
    {newsSays.value}
  </p>
)

function ThemeButton() {
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length]!
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => {
        theme.value = next
      }}
    >
      Theme: {theme.value}
    </button>
  )
}
