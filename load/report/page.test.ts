import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { buildReport } from './build-report.ts'
import { page } from './page.ts'
import { journalReader } from './read-journal.ts'
import { auditSchema } from './report-schema.ts'
import { contrast } from './testing/contrast.ts'
import { generateRun } from './testing/generate-run.ts'

function reportOf(ending: 'passed' | 'failed' | 'invalid') {
  const { journal, plan, ...run } = generateRun(ending)
  const reader = journalReader()
  for (const line of journal) reader.take(line)
  return buildReport({ ...run, scenario: plan.scenario, journal: reader.facts, audit: auditSchema.parse(run.audit) })
}

test('the page needs nothing but itself', () => {
  const html = page(reportOf('failed'))
  assert.ok(!/\b(?:src|href)="(?!#|data:)/.test(html), 'no file and no address is loaded or linked')
  assert.ok(!/@import|url\((?!data:)|https?:/.test(html))
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/)
  assert.ok(html.length < 200_000, `${html.length} bytes`)
})

test('ids are given once, and every link within the page leads somewhere', () => {
  const html = page(reportOf('passed'))
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!)
  assert.equal(new Set(ids).size, ids.length)
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!)
  assert.equal(targets.length, 8)
  for (const target of targets) assert.ok(ids.includes(target), target)
})

test('drawings have words, and tables have headings', () => {
  const html = page(reportOf('passed'))
  for (const [tag] of html.matchAll(/<svg[^>]*>/g))
    assert.match(tag, /role="img" aria-label="[^"]{20,}"|aria-hidden="true"/)
  for (const [table] of html.matchAll(/<table[\s\S]*?<\/table>/g)) {
    assert.match(table, /<th[^>]* scope="col"/)
    assert.match(table, /<th[^>]* scope="row"/)
  }
})

test('words of the shop cannot become part of the page', () => {
  const report = reportOf('failed')
  report.verdict.reasons = ['</script><script>alert(1)</script>']
  report.events[0]!.says = '"><img src=x onerror=alert(1)>'
  report.timeline.services['</script>'] = report.timeline.services.order!
  const html = page(report)
  assert.ok(!html.includes('<script>alert') && !html.includes('<img'))
  assert.equal(html.split('</script>').length, 3)
})

test('text can be read on its ground, in light and in dark: 4.5 to 1 or better', () => {
  const css = readFileSync(new URL('page.css', import.meta.url), 'utf8')
  const [light, dark] = css.split('prefers-color-scheme: dark')
  for (const theme of [light!, dark!]) {
    const colour = (name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(theme)![1]!
    for (const text of ['ink', 'quiet', 'accent'])
      for (const ground of ['paper', 'band'])
        assert.ok(contrast(colour(text), colour(ground)) >= 4.5, `${text} on ${ground}`)
    assert.ok(contrast(colour('on-accent'), colour('accent')) >= 4.5, 'numbers of kills')
    for (const mark of ['tone1', 'tone2'])
      assert.ok(contrast(colour(mark), colour('paper')) >= 2.4, `${mark} is a line or an area`)
  }
})

test('what a checkout costs: each part, the whole, and a million of them by named prices', () => {
  const html = page(reportOf('passed'))
  const section = /<section id="cost">[\s\S]*?<\/section>/.exec(html)![0]
  for (const text of ['order', 'PostgreSQL', 'all together', 'm7g.large']) assert.ok(section.includes(text), text)
  assert.match(section, /A thousand requests to product, most of them views, took [\d,.]+\sms of product’s CPU/)
  assert.ok(!section.includes('bank</th>'))
})
