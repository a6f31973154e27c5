import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { V1Job, V1Pod } from '@kubernetes/client-node'
import { freePort } from '@saleday/testing/free-port'
import type { CrowdCluster } from '../crowd-cluster.ts'
import { crowdDir } from '../crowd-inputs.ts'
import { cronJob, runnerProgram } from './load-component.ts'

type Pod = { runner: ChildProcess; k6: ChildProcess | undefined; port: number; log: string }

/** A cluster whose pods are processes of this machine: the runner program and k6 as the component has them. */
export function processCluster(folder: string) {
  const pods: Pod[] = []
  const dirOf = (index: number): string => join(folder, `runner-${index}`)

  async function startPod(job: V1Job, index: number): Promise<void> {
    const dir = dirOf(index)
    mkdirSync(dir)
    const [port, k6Port] = [await freePort(), await freePort()]
    const env = { ...process.env, CROWD_DIR: dir, CROWD_PORT: String(port), K6_API: `http://127.0.0.1:${k6Port}` }
    const runner = spawn(process.execPath, [runnerProgram], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    const pod: Pod = { runner, k6: undefined, port, log: '' }
    pods[index] = pod
    while (!existsSync(join(dir, 'complete'))) {
      if (runner.exitCode !== null || runner.signalCode !== null) return
      await delay(50)
    }
    const args = job.spec?.template.spec?.containers[0]?.args ?? []
    const placed = args.map((arg) => arg.replace(crowdDir, dir).replace('127.0.0.1:6565', `127.0.0.1:${k6Port}`))
    const k6 = spawn('k6', placed, { stdio: ['ignore', 'ignore', 'pipe'] })
    k6.stderr.on('data', (chunk) => {
      pod.log += String(chunk)
    })
    // The kubelet asks what goes on beside the others to end when these have.
    k6.once('exit', () => runner.kill('SIGTERM'))
    pod.k6 = k6
  }

  const cluster: CrowdCluster = {
    template: async () => cronJob(),
    gateway: async () => undefined,
    create: async (job) => {
      for (let index = 0; index < (job.spec?.completions ?? 0); index++) void startPod(job, index)
    },
    pods: async () => pods.map(podOf),
    forward: async (name) => ({ host: '127.0.0.1', port: pods[Number(name)]!.port, close: () => {} }),
    log: async (name) => pods[Number(name)]!.log,
    removeAll: async () => {
      for (const { runner, k6 } of pods.splice(0)) for (const process of [runner, k6]) process?.kill('SIGKILL')
      return []
    },
  }
  return { cluster, dirOf, k6Of: (index: number) => pods[index]?.k6 }
}

const stateOf = (process: ChildProcess | undefined): object => {
  if (process === undefined) return { waiting: { reason: 'PodInitializing' } }
  if (process.signalCode !== null) return { terminated: { exitCode: 137, reason: 'Error' } }
  return process.exitCode === null ? { running: {} } : { terminated: { exitCode: process.exitCode, reason: '' } }
}

const podOf = ({ runner, k6 }: Pod, index: number): V1Pod =>
  ({
    metadata: { name: String(index), labels: { 'batch.kubernetes.io/job-completion-index': String(index) } },
    spec: { nodeName: 'here', containers: [] },
    status: {
      phase: 'Running',
      initContainerStatuses: [{ name: 'runner', state: stateOf(runner) }],
      containerStatuses: [{ name: 'k6', state: stateOf(k6) }],
    },
  }) as unknown as V1Pod
