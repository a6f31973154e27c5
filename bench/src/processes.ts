import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { allocator, nodeFlags } from '@saleday/local/runtime'
import { type Place, placed } from './cores.ts'

/** A process that is measured. */
export type Running = { pid: number; port: number; stop(): Promise<void> }

/** Starts one of `floors/`: it listens on a port of its own choice and says which on its first line. */
export async function startFloor(name: string, env: Record<string, string> = {}): Promise<Running> {
  const script = fileURLToPath(new URL(`../floors/${name}.ts`, import.meta.url))
  const [command, args] = placed('measured', process.execPath, [...nodeFlags, script])
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...allocator, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  endWithUs(child)
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([once(lines, 'line').then(([text]) => text as string), once(child, 'exit')])
  if (typeof line !== 'string') throw new Error(`the floor ${name} ended with ${child.exitCode} before it listened`)
  return { pid: child.pid!, port: Number(line), stop: () => end(child) }
}

const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM')
})

/** Leaves no process behind where the run is interrupted. */
export function endWithUs(child: ChildProcess): void {
  children.add(child)
  child.once('exit', () => children.delete(child))
}

/** Asks for the end, and insists after a while. */
export async function end(child: ChildProcess, limitMs = 10_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
  await exited
  clearTimeout(timer)
}

/** Waits until a process, ours or a container's, answers 200 here. @throws where ours ends, or takes too long */
export async function untilReady(child: ChildProcess | undefined, url: string, limitMs = 120_000): Promise<void> {
  for (const endMs = performance.now() + limitMs; performance.now() < endMs; ) {
    if (child && child.exitCode !== null)
      throw new Error(`the process ended with ${child.exitCode} before it was ready`)
    const answer = await fetch(url).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await sleep(5)
  }
  throw new Error(`${url} did not answer 200 within ${limitMs / 1000} s`)
}

/** Runs a program of `src` or `floors` that takes JSON as its argument and writes JSON when it is done. */
export async function runProgram<T>(place: Place, script: string, plan: unknown): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const [command, args] = placed(place, process.execPath, [...nodeFlags, path, JSON.stringify(plan)])
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endWithUs(child)
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${errors}`)
  return JSON.parse(output) as T
}
