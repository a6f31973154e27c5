import { UserError } from '@saleday/local/user-error'

export type Command = { kind: 'help' } | { kind: 'list' } | { kind: 'reset' } | OfLab
type OfLab = { kind: 'prepare' | 'check' | 'solve'; lab: number }

export const usage = `npm run lab list       the labs, and which of them the cluster is prepared for
npm run lab 4          prepares the cluster for lab 4, whatever state it is in, and says where its page is
npm run lab 4 check    looks at what you did, step by step
npm run lab 4 solve    types the commands of its page
npm run lab reset      puts everything back

Exit codes: 0 all is done; 1 something is not; 2 that cannot be done here.`

/** @throws UserError that says what was not understood, and what may be said */
export function readCommand(args: readonly string[], labs: readonly number[]): Command {
  const [first, second, ...more] = args
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return { kind: 'help' }
  if (first === 'list' || first === 'reset') {
    if (second !== undefined) throw bad(`'${first}' takes nothing more, but there is '${second}'.`)
    return { kind: first }
  }
  const lab = Number(first)
  if (!/^\d{1,2}$/.test(first) || !labs.includes(lab))
    throw bad(`'${first}' is no lab: there are ${labs[0]} to ${labs.at(-1)}; else say list or reset.`)
  if (more.length > 0) throw bad(`After '${first} ${second}' comes nothing, but there is '${more[0]}'.`)
  if (second === undefined) return { kind: 'prepare', lab }
  if (second === 'check' || second === 'solve') return { kind: second, lab }
  throw bad(`'${second}' is not known: after the number of a lab comes check, solve, or nothing.`)
}

const bad = (message: string): UserError => new UserError(message, usage)
