import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import test from 'node:test'

const installing = /Installing the dependencies/

test('on a fresh clone the dependencies are installed, then the command runs; the second time it runs at once', async (t) => {
  const project = makeProject(t)
  const first = await bootstrap(project, ['node', '-e', 'console.log("ran", process.argv.slice(1))', 'a b', 'c'])
  assert.match(first.errors, installing)
  assert.equal(first.output.trim(), `ran [ 'a b', 'c' ]`)
  assert.ok(existsSync(join(project, 'node_modules/part')))
  assert.deepEqual(readdirSync(join(project, '.saleday')), [])

  const second = await bootstrap(project, ['node', '-e', 'console.log("ran")'])
  assert.equal(second.errors, '')
  assert.equal(second.output, 'ran\n')
})

test('a changed lockfile is installed', async (t) => {
  const project = makeProject(t)
  await bootstrap(project, ['true'])
  writeProject(project, ['part', 'more'])
  const { code, errors } = await bootstrap(project, ['true'])
  assert.match(errors, installing)
  assert.equal(code, 0)
  assert.ok(existsSync(join(project, 'node_modules/more')))
})

test('what npm install has installed is not installed again', async (t) => {
  const project = makeProject(t)
  await ended(spawn('npm', ['install', '--offline'], { cwd: project }))
  const { errors, code } = await bootstrap(project, ['true'])
  assert.equal(errors, '')
  assert.equal(code, 0)
})

test('of two at once one installs and the other waits for it', async (t) => {
  const project = makeProject(t)
  const both = await Promise.all([bootstrap(project, ['echo', '1']), bootstrap(project, ['echo', '2'])])
  assert.deepEqual(
    both.map(({ code, output }) => [code, output]),
    [
      [0, '1\n'],
      [0, '2\n'],
    ],
  )
  assert.equal(both.filter(({ errors }) => installing.test(errors)).length, 1)
})

test('a lock that a killed process left behind holds nobody up', async (t) => {
  const project = makeProject(t)
  const gone = spawn('true')
  await once(gone, 'exit')
  mkdirSync(join(project, '.saleday'))
  writeFileSync(join(project, '.saleday/install.lock'), String(gone.pid))
  assert.equal((await bootstrap(project, ['true'])).code, 0)
})

test('an installation that fails shows what npm said, and is tried again the next time', async (t) => {
  const project = makeProject(t)
  writeFileSync(join(project, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": { "": {} } }')
  for (const _ of [1, 2]) {
    const { code, errors } = await bootstrap(project, ['echo', 'ran'])
    assert.equal(code, 1)
    assert.match(errors, /npm (error|ERR!)[\s\S]*cannot be installed/)
  }
  writeProject(project, ['part'])
  assert.equal((await bootstrap(project, ['true'])).code, 0)
})

test('a .ts file runs on Node 26 with node_modules/.bin and that Node first on the PATH', async (t) => {
  const project = makeProject(t)
  const program = 'const path: string = process.env.PATH!; console.log(process.versions.node, path)'
  writeFileSync(join(project, 'program.ts'), program)
  const { output } = await bootstrap(project, ['program.ts'])
  assert.match(output, /^2[6-9]\./)
  assert.ok(output.includes(` ${join(project, 'node_modules/.bin')}:${dirname(process.execPath)}:`))
})

test('the exit code is passed on, also that of a program which is not there', async (t) => {
  const project = makeProject(t)
  assert.equal((await bootstrap(project, ['sh', '-c', 'exit 7'])).code, 7)
  assert.equal((await bootstrap(project, ['sh', '-c', 'kill -KILL $$'])).code, 137)
  const missing = await bootstrap(project, ['no-such-program'])
  assert.equal(missing.code, 127)
  assert.match(missing.errors, /no-such-program is not there/)
})

test('SIGTERM is handed on; at SIGINT it waits for the command, which has it from the terminal', async (t) => {
  const project = makeProject(t)
  await bootstrap(project, ['true'])
  const program = `
    process.on('SIGTERM', () => setTimeout(() => process.exit(5), 100))
    setInterval(() => {}, 1000); console.log('up')`
  for (const signals of [['SIGTERM'], ['SIGINT', 'SIGTERM']]) {
    const child = start(project, ['node', '-e', program])
    await once(child.stdout, 'data')
    for (const signal of signals) {
      child.kill(signal)
      await new Promise((done) => setTimeout(done, 50))
      assert.equal(child.exitCode, null)
    }
    assert.equal((await once(child, 'close'))[0], 5)
  }
})

/** A project without dependencies from elsewhere: installing it needs no network. */
function makeProject(t) {
  const project = mkdtempSync(join(tmpdir(), 'saleday-bootstrap-'))
  t.after(() => rmSync(project, { recursive: true, force: true }))
  mkdirSync(join(project, 'local'))
  copyFileSync(join(import.meta.dirname, 'bootstrap.mjs'), join(project, 'local/bootstrap.mjs'))
  writeProject(project, ['part'])
  return project
}

function writeProject(project, parts) {
  const manifest = { name: 'project', version: '1.0.0', workspaces: ['parts/*'] }
  const packages = { '': manifest }
  for (const name of parts) {
    mkdirSync(join(project, 'parts', name), { recursive: true })
    writeFileSync(join(project, 'parts', name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }))
    packages[`parts/${name}`] = { name, version: '1.0.0' }
    packages[`node_modules/${name}`] = { resolved: `parts/${name}`, link: true }
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ ...manifest, lockfileVersion: 3, packages }))
}

function start(project, args) {
  const { npm_execpath: _, ...env } = process.env
  return spawn(process.execPath, [join(project, 'local/bootstrap.mjs'), ...args], { cwd: project, env })
}

const bootstrap = (project, args) => ended(start(project, args))

async function ended(child) {
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { output, errors, code }
}
