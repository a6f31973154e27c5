import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { contrast } from './testing/contrast.ts'
import { generateClusterRun } from './testing/generate-cluster-run.ts'
import { writeRun } from './testing/generate-run.ts'
import { writeReport } from './write-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'saleday-cluster-report-'))
after(() => rmSync(folder, { recursive: true }))
writeRun(folder, generateClusterRun())
const { report, htmlFile } = await writeReport({ runDir: folder })
const html = readFileSync(htmlFile, 'utf8')
const { cluster, recoveries } = report

test('wanted and ready come from the cluster: order goes from 2 to 5 and product to 6', () => {
  const { order, product } = report.timeline.services
  assert.equal(order?.wanted[20], 2)
  assert.equal(Math.max(...order!.wanted.map((value) => value ?? 0)), 5)
  assert.equal(Math.max(...product!.ready.map((value) => value ?? 0)), 6)
  assert.ok(order!.ready.some((value, second) => value! < order!.wanted[second]!))
})

test('every kill has its recovery, and their p99 is held against the goals', () => {
  assert.equal(recoveries?.kills?.kills, 6)
  assert.ok(recoveries?.kills?.replaced.reached && recoveries.kills.clean.reached)
  for (const { kind, outOfEndpointsMs, replacedMs } of recoveries!.events)
    if (kind === 'kill') assert.ok(outOfEndpointsMs! < 1_000 && replacedMs! > 300, `${outOfEndpointsMs} ${replacedMs}`)
  assert.match(html, /After 6 kills, p99: a replacement was ready after/)
})

test('the day has its rollouts, its decisions, and pods that ended for every reason', () => {
  assert.deepEqual(
    cluster?.rollouts.map(({ service, outcome }) => `${service} ${outcome}`),
    ['order done', 'payment done', 'product done', 'cart done', 'auth done'],
  )
  assert.ok(cluster!.autoscaler.some(({ service, from, to }) => service === 'product' && from === 2 && to === 6))
  assert.deepEqual([...new Set(cluster!.pods.flatMap(({ end }) => end?.cause ?? []))].sort(), [
    'drained',
    'evicted',
    'killed',
    'node lost',
    'rolled out',
    'scaled in',
  ])
  assert.deepEqual(
    cluster!.pods.flatMap(({ restarts }) => restarts.map(({ event }) => event)),
    [3, 13],
  )
})

test('each event shows the command that does the same', () => {
  const words = html.replaceAll(/<\/?span>/g, '').replaceAll('&quot;', '"')
  for (const { kubectl } of report.events) assert.ok(words.includes(kubectl!.replaceAll("'", '&#39;')), kubectl!)
})

test('every pod is drawn once on its node, and told in the table', () => {
  assert.equal(html.split('<span class="pod hue').length - 1, cluster!.pods.length)
  for (const { name } of cluster!.pods) assert.ok(html.includes(`<th scope="row">${name}</th>`), name)
})

test('the page needs nothing but itself, its links lead somewhere, and its drawings have words', () => {
  assert.ok(!/\b(?:src|href)="(?!#|data:)/.test(html) && !/@import|url\((?!data:)|https?:/.test(html))
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)
  assert.equal(new Set(ids).size, ids.length)
  for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(id!), id!)
  for (const [tag] of html.matchAll(/<svg[^>]*>/g))
    assert.match(tag, /role="img" aria-label="[^"]{20,}"|aria-hidden="true"/)
  assert.ok(html.length < 250_000, `${html.length} bytes`)
})

test('colours of services stand out from their ground, in light and in dark: 3 to 1 or better', () => {
  const css = (name: string): string[] =>
    readFileSync(new URL(name, import.meta.url), 'utf8').split('prefers-color-scheme: dark')
  const grounds = css('page.css').map((theme) => /--paper: (#[0-9a-f]{6})/.exec(theme)![1]!)
  css('page-cluster.css').forEach((theme, index) => {
    const hues = [...theme.matchAll(/--hue\d: (#[0-9a-f]{6})/g)].map(([, colour]) => colour!)
    assert.equal(hues.length, 7)
    for (const hue of hues) assert.ok(contrast(hue, grounds[index]!) >= 3, hue)
  })
})
