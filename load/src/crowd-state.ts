import type { JournalLine } from './journal.ts'

export type CrowdState = ReturnType<typeof newCrowdState>

/** Most things that went wrong that are told one by one. */
const mostTold = 20

/**
 * What the driver wants to know of the crowd while it is there. `say` gets a line for each thing that went wrong for a
 * customer, up to a bound.
 */
export function newCrowdState(say: (line: string) => void) {
  const open = new Map<string, { attempts: number; status: number; code: string }>()
  const firstErrorsAt: number[] = []
  let told = 0
  let wrongAnswers = 0

  function tell(line: string): void {
    told += 1
    if (told <= mostTold) say(line)
    if (told === mostTold) say('(more of these are in journal.jsonl)')
  }

  return {
    take(line: JournalLine): void {
      if (line.j === 'intent') open.set(line.key, { attempts: 0, status: 0, code: '' })
      else if (line.j === 'answer') open.set(line.key, { attempts: line.attempt, status: line.status, code: line.code })
      else if (line.j === 'first-error') firstErrorsAt.push(line.at)
      else if (line.j === 'failure') {
        if (isAnswer(line.status)) wrongAnswers += 1
        tell(`${line.says} (${line.attempts} attempts${line.requestId === '' ? '' : `, request ${line.requestId}`})`)
      } else if (line.j === 'outcome') {
        const last = open.get(line.key)
        open.delete(line.key)
        if (line.outcome === 'shed' || line.outcome === 'failed' || line.outcome === 'unknown')
          tell(
            `checkout ${line.key} ${line.outcome}: ${line.attempts} attempts, last ${last?.status ?? 0} ${last?.code ?? ''}`.trim(),
          )
      }
    },
    /** Sent, and not yet told what became of them. */
    checkoutsInFlight: () => open.size,
    /** Requests other than checkouts that were answered, and wrongly. */
    wrongAnswers: (): number => wrongAnswers,
    /** When first attempts failed, in milliseconds since 1970. */
    firstErrorsAt: (): readonly number[] => firstErrorsAt,
  }
}

/** What a client asks for again is no answer: see client-policy.ts. */
const isAnswer = (status: number): boolean => status >= 200 && status < 500 && ![408, 425, 429].includes(status)
