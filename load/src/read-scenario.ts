import { readFileSync } from 'node:fs'
import { UserError } from '@saleday/local/user-error'
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Scenario } from './scenario.ts'
import { ScenarioFile } from './scenario-file.ts'

/** Reads and checks a scenario. @throws UserError that names the file and the line of everything that is wrong with it */
export function readScenario(file: string): Scenario {
  return scenarioOf(textOf(file), file)
}

/** As `readScenario`, of a text. `file` is for the messages. */
export function scenarioOf(text: string, file: string): Scenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    line: lines.linePos(pos[0]).line,
    message,
  }))
  if (faults.length > 0) throw refusal(file, faults)
  const checked = ScenarioFile.safeParse(document.toJS())
  if (checked.success) return checked.data
  throw refusal(
    file,
    checked.error.issues.map((issue) => ({ line: lineOf(document, lines, issue), message: messageOf(issue) })),
  )
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError(`The scenario ${file} cannot be read: ${(error as Error).message}`, seeReadme)
  }
}

function refusal(file: string, faults: { line: number; message: string }[]): UserError {
  const sorted = [...faults].sort((a, b) => a.line - b.line)
  return new UserError(sorted.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'), seeReadme)
}

function messageOf({ path, message }: z.core.$ZodIssue): string {
  const where = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return where === '' ? message : `${where.replace(/^\./, '')}: ${message}`
}

/** Of the key that should not be there, else of the value, or of the nearest thing around it that is there. */
function lineOf(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): number {
  const stray = issue.code === 'unrecognized_keys' ? keyNode(document, issue.path, issue.keys[0]) : undefined
  if (stray !== undefined) return lines.linePos(stray).line
  for (let length = issue.path.length; length > 0; length--) {
    const node = document.getIn(issue.path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

function keyNode(document: Document, path: readonly PropertyKey[], key: string | undefined): number | undefined {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  const keys = isMap(map) ? map.items.map((item) => item.key) : []
  const found = keys.find((node) => isNode(node) && String(node) === key)
  return isNode(found) ? found.range?.[0] : undefined
}

const seeReadme = 'What a scenario may hold is in load/README.md; load/scenarios/ has some.'
