import assert from 'node:assert/strict'
import { test } from 'node:test'
import { autoscalerStateOf, numberOf } from './autoscaler-state.ts'
import { autoscalerOf } from './testing/kube-objects.ts'

const external = (name: string) => ({ type: 'External', external: { metric: { name } } })

test('an autoscaler is told with what it looked at, also where it has seen nothing of it yet', () => {
  const state = autoscalerStateOf(
    autoscalerOf('order', {
      spec: {
        metrics: [
          { type: 'External', external: { metric: { name: 's1-prometheus' }, target: { averageValue: '25' } } },
          { type: 'External', external: { metric: { name: 's2-cron-Etc-UTC-508xxx' }, target: { averageValue: '1' } } },
          { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 70 } } },
        ],
      },
      status: {
        desiredReplicas: 3,
        currentMetrics: [
          { type: '' },
          {
            type: 'External',
            external: { ...external('s1-prometheus').external, current: { averageValue: '31500m' } },
          },
          { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 81, averageValue: '101m' } } },
        ],
      },
    }),
  )
  assert.deepEqual(state, {
    service: 'order',
    now: 2,
    wanted: 3,
    least: 2,
    most: 6,
    metrics: [
      { name: 'requests/s', value: 31.5, target: 25, unit: '' },
      { name: 'cron', value: null, target: 1, unit: '' },
      { name: 'cpu', value: 81, target: 70, unit: '%' },
    ],
  })
})

test('quantities of Kubernetes are numbers', () => {
  assert.deepEqual(['4023m', '25', '1.5k', '2Ki'].map(numberOf), [4.023, 25, 1500, 2048])
})
