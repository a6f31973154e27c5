import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import { explain } from '@saleday/local/user-error'
import { coresAreChosen } from './cores.ts'
import { describe, type Finding, isMet } from './finding.ts'
import { alone, measureNames, onlyByName, onStage } from './measures.ts'
import { type Options, readOptions, usage } from './options.ts'
import { withStage } from './stage.ts'
import { compareRuns, newRun, readRun, writeRun } from './stored-run.ts'

/** `npm run bench [-- NAME …]`. Exit code 1 where a goal is not met, 2 for an option that means nothing. */
const say = (text: string) => process.stdout.write(`${text}\n`)
const resultsDir = join(repository, 'bench/results')

try {
  const options = readOptions(process.argv.slice(2), measureNames, onlyByName)
  if (options.help) say(usage(measureNames, onlyByName))
  else process.exitCode = (await bench(options)) ? 0 : 1
} catch (error) {
  const { text, exitCode } = explain(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = exitCode
}

/** @returns whether everything could be measured and every goal is met */
async function bench({ names, run, json, against }: Options): Promise<boolean> {
  const then = against === undefined ? undefined : readRun(against)
  const found: Record<string, Finding[]> = {}
  const keep = (name: string, findings: Finding[], startedAt: number) => {
    found[name] = findings
    if (findings.length === 0) return
    say(`\n${name}, in ${Math.round((performance.now() - startedAt) / 1_000)} s\n${describe(findings)}`)
    writeRun(join(resultsDir, `${name}.json`), newRun(run.isQuick, { [name]: findings }))
  }
  if (!coresAreChosen) say('Cores cannot be chosen here (no taskset, or one core): the figures vary more.')

  const failed: string[] = []
  /** One that fails is said, and the others go on. */
  const attempt = async (name: string, measure: () => Promise<Finding[]>) => {
    const startedAt = performance.now()
    try {
      keep(name, await measure(), startedAt)
    } catch (error) {
      failed.push(name)
      say(`\n${name} could not be measured:\n${explain(error).text}`)
    }
  }
  const shared = names.filter((name) => name in onStage)
  if (shared.length > 0)
    await withStage(async (stage) => {
      for (const name of shared) await attempt(name, () => onStage[name]!(stage, run))
    })
  for (const name of names) if (name in alone) await attempt(name, () => alone[name]!(run))

  const all = newRun(run.isQuick, found)
  if (json !== undefined) writeRun(json, all)
  if (then) say(`\n${compareRuns(then, all)}`)
  const missed = Object.values(found)
    .flat()
    .filter((finding) => !isMet(finding))
  say(
    `\n${missed.length === 0 ? 'Every goal that was measured is met.' : `NOT met: ${missed.map(({ name }) => name).join('; ')}`}`,
  )
  if (failed.length > 0) say(`NOT measured: ${failed.join(', ')}`)
  if (run.isQuick) say('This was a quick run: its figures count for nothing.')
  return missed.length === 0 && failed.length === 0
}
