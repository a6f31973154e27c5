import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkTools } from './check-tools.ts'
import { CommandError, type Run } from './run.ts'

const fails = (failure: { code: number | string }, stderr = '') =>
  new CommandError('command', Object.assign(new Error(), failure), '', stderr)

/** What each program answers: a version, or an error. */
const runWith =
  (answers: Record<string, string | CommandError>): Run =>
  async (program, args) => {
    const answer = answers[args[0] === 'buildx' ? 'buildx' : program]!
    if (answer instanceof CommandError) throw answer
    return answer
  }

const all = { docker: '28.2.2', buildx: 'v0.24.0', kind: 'kind v0.30.0 go1.25', kubectl: 'Client Version: v1.36.3' }

test('with every tool there is nothing to say', async () => {
  await checkTools(runWith(all), ['docker', 'buildx', 'kind', 'kubectl'])
})

test('every missing or old tool is named at once, each with how to get it', async () => {
  const run = runWith({ ...all, kind: fails({ code: 'ENOENT' }), kubectl: 'Client Version: v1.28.4' })
  await assert.rejects(checkTools(run, ['docker', 'kind', 'kubectl']), {
    name: 'UserError',
    message: 'kind is not installed.\nkubectl is too old: Client Version: v1.28.4; 1.34.0 or newer is needed.',
    advice: /Install kind: .*\nInstall kubectl: /,
  })
})

test('Docker without its daemon is told apart from no Docker', async () => {
  const run = runWith({ ...all, docker: fails({ code: 1 }, 'Cannot connect to the Docker daemon\n') })
  await assert.rejects(checkTools(run, ['docker']), {
    message: "Docker's daemon does not answer: Cannot connect to the Docker daemon",
    advice: /^Start it: /,
  })
})
