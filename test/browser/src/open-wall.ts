import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readBuiltPages } from '@saleday/chassis/built-pages'
import { createApp } from '@saleday/console/app'
import type { ActionAnswer, BankFaultsRequest, Frame, KillRequest } from '@saleday/console/frame'
import { operatorToken } from '@saleday/console/operator-token'
import { frameStreams } from '@saleday/console/stream-frames'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { build } from 'vite'
import { demoFrame, demoHistory } from '../../../console/test/demo-frames.ts'

export const token = 'open-all-day-0123456789'

/** The console's page as vite builds it, and its routes, fed with a day that never was. Its clock goes on when it is told to. */
export async function openWall() {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-wall-'))
  const configFile = fileURLToPath(import.meta.resolve('../../../console/vite.config.ts'))
  await build({ configFile, logLevel: 'error', build: { outDir: folder } })

  const startedAt = Date.now() - 600_000
  const firstSecond = 200
  let second = firstSecond
  const listeners = new Set<(frame: Frame) => void>()
  const done: (KillRequest | BankFaultsRequest)[] = []
  const did = (kind: ActionAnswer['kind'], subject: string, what: KillRequest | BankFaultsRequest): ActionAnswer => {
    done.push(what)
    const kubectl = `kubectl --namespace saleday delete pod ${subject}`
    return {
      id: randomUUID(),
      at: Date.now(),
      endedAt: null,
      kind,
      by: 'operator',
      subject,
      says: `did ${kind}`,
      kubectl,
    }
  }
  const server = await listen(
    createApp(testChassis('console'), {
      ...readBuiltPages(folder, 'page of the console'),
      stream: frameStreams(
        {
          history: () => demoHistory(second, startedAt, true),
          onFrame(listener) {
            listeners.add(listener)
            return () => listeners.delete(listener)
          },
        },
        new AbortController().signal,
      ),
      operator: {
        token: operatorToken(token),
        operate: {
          kill: async (request) => did('kill', request.pod, request),
          setBankFaults: async (request) => did('bank', 'bank', request),
        },
      },
    }),
  )
  return {
    url: server.url,
    /** What operators have asked for. */
    done,
    /** The frame that is shown now. */
    frame: (): Frame => demoFrame(second, startedAt, true),
    /** Tells every browser of the next second. */
    tell(change: (frame: Frame) => Frame = (frame) => frame): void {
      second += 1
      const frame = change(demoFrame(second, startedAt, true))
      for (const listener of listeners) listener(frame)
    },
    async close() {
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type Wall = Awaited<ReturnType<typeof openWall>>
