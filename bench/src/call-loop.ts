import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMsOf } from '@saleday/local/process-cpu'

/** What a process that calls another one is told, as JSON in its argument. */
export type CallPlan = {
  port: number
  calleePid: number
  productId: string
  tokensDir: string
  warmUpMs: number
  durationMs: number
}
export type CallResult = { calls: number; durationMs: number; callerCpuMs: number; calleeCpuMs: number }

const atOnce = 16

export const readCallPlan = (): CallPlan => JSON.parse(process.argv[2]!) as CallPlan

/** Makes calls, some at the same time, and writes how many there were and what they cost on both sides. */
export async function callLoop(plan: CallPlan, call: () => Promise<void>): Promise<void> {
  let calls = 0
  let over = false
  const caller = async () => {
    for (; !over; calls++) await call()
  }
  const callers = Promise.all(Array.from({ length: atOnce }, caller))
  const rest = (ms: number) => Promise.race([sleep(ms), callers]) // an error is to be seen at once
  await rest(plan.warmUpMs)
  const read = () => ({
    calls,
    atMs: performance.now(),
    caller: process.cpuUsage(),
    calleeMs: cpuMsOf([plan.calleePid]),
  })
  const before = read()
  await rest(plan.durationMs)
  const after = read()
  over = true
  await callers
  const { user, system } = process.cpuUsage(before.caller)
  const late = process.cpuUsage(after.caller)
  const result: CallResult = {
    calls: after.calls - before.calls,
    durationMs: after.atMs - before.atMs,
    callerCpuMs: (user + system - late.user - late.system) / 1_000,
    calleeCpuMs: after.calleeMs - before.calleeMs,
  }
  process.stdout.write(JSON.stringify(result))
}
