import assert from 'node:assert/strict'
import { eventually } from './eventually.ts'
import { promise } from './promise.ts'
import { kindOverlay, render } from './rendered.ts'
import { apply, get, type KubeObject, kubectl } from './target.ts'

const owners = ['product', 'order', 'payment', 'auth']

promise(
  'the migration Job of each service, run twice at once, is harmless: both complete',
  { about: owners },
  async ({ undo }) => {
    const jobs = (await render(kindOverlay)).filter(isMigration)
    assert.deepEqual(new Set(jobs.map(serviceOf)), new Set([...owners, 'bank']))
    const copies = jobs.flatMap((job) => [copyOf(job, 'a'), copyOf(job, 'b')])
    const names = copies.map(({ metadata }) => metadata.name)
    undo('jobs', () => kubectl(['delete', 'job', ...names, '--ignore-not-found']))
    await apply(...copies)
    await eventually('all are complete', 90, async () => {
      const made: KubeObject[] = await get('job', ...names)
      assert.deepEqual(
        made.filter(({ status }) => status.failed).map(({ metadata }) => metadata.name),
        [],
        'no attempt fails',
      )
      return made.every(({ status }) => status.succeeded === 1)
    })
  },
)

const serviceOf = ({ metadata }: KubeObject): string => metadata.labels['app.kubernetes.io/name']

const isMigration = ({ kind, metadata }: KubeObject): boolean =>
  kind === 'Job' && metadata.labels['app.kubernetes.io/component'] === 'migration'

const copyOf = (job: KubeObject, which: string): KubeObject => ({
  ...job,
  metadata: { ...job.metadata, name: `${serviceOf(job)}-migrate-twice-${which}` },
  // A first attempt that fails must not be mended by a second one.
  spec: {
    ...job.spec,
    backoffLimit: 0,
    template: { ...job.spec.template, spec: { ...job.spec.template.spec, restartPolicy: 'Never' } },
  },
})
