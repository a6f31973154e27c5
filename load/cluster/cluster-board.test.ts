import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KubernetesObject } from '@kubernetes/client-node'
import type { LiveDay } from '../src/live-day.ts'
import { boardKey, boardName, clusterBoard } from './cluster-board.ts'

test('the board of a cluster is a ConfigMap: made once, patched then, removed at the end', async () => {
  let data: Record<string, string> | undefined
  const calls: string[] = []
  const board = clusterBoard({
    async create(object: KubernetesObject & { data?: Record<string, string> }) {
      calls.push(`create ${object.metadata?.name}`)
      data = object.data
      return true
    },
    async patch({ kind, name }, body) {
      calls.push(`patch ${kind} ${name}`)
      if (data !== undefined) data = body.data as Record<string, string>
      return data === undefined ? undefined : {}
    },
    async remove() {
      calls.push('remove')
      data = undefined
      return true
    },
  })
  await board.put({ run: 'a' } as LiveDay)
  await board.put({ run: 'b' } as LiveDay)
  assert.equal(JSON.parse(data![boardKey]!).run, 'b')
  await board.clear()
  const patch = `patch ConfigMap ${boardName}`
  assert.deepEqual(calls, [patch, `create ${boardName}`, patch, 'remove'])
})
