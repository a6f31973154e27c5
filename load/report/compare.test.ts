import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { compareFigures, type Figure } from './compare-figures.ts'
import { readSide } from './compare-read.ts'
import { differences, judged, ratioWords } from './compare-words.ts'
import { generateClusterRun } from './testing/generate-cluster-run.ts'
import { generateRun, writeRun } from './testing/generate-run.ts'
import { writeReport } from './write-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'saleday-compare-'))
after(() => rmSync(folder, { recursive: true }))
const [a, b, local] = ['a', 'b', 'local'].map((name) => join(folder, name)) as [string, string, string]
writeRun(a, generateClusterRun())
writeRun(b, generateClusterRun(42, true))
writeRun(local, generateRun('failed'))
await writeReport({ runDir: a })

function compare(...args: string[]) {
  const script = fileURLToPath(new URL('compare.ts', import.meta.url))
  return spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  })
}

test('two runs are compared as a table and as a page beside the second, with or without their report.json', () => {
  const { status, stdout, stderr } = compare(join('a', 'report.json'), 'b')
  assert.equal(stderr, '')
  assert.equal(status, 0)
  assert.match(stdout, /verdict +Passed +Passed/)
  assert.match(stdout, /CPU for a request\n +order +[\d.]+ ms +[\d.]+ ms +0\.80 × +better/)
  assert.ok(!stdout.includes('!'), 'nothing differs that could be why')
  const html = readFileSync(join(b, 'compare.html'), 'utf8')
  assert.ok(!/\b(?:src|href)="(?!#|data:)/.test(html) && !/@import|url\((?!data:)|https?:/.test(html))
  for (const [tag] of html.matchAll(/<svg[^>]*>/g)) assert.match(tag, /role="img" aria-label="[^"]{20,}"/)
})

test('runs that differ in more than the code are warned of, and --out says where the page goes', () => {
  const { status, stdout } = compare('a', 'local', '--out', 'both.html')
  assert.equal(status, 0)
  assert.match(stdout, /! The rates differ: 12\/s and 30\/s\./)
  assert.match(stdout, /! The places differ: a cluster and this machine\./)
  assert.match(stdout, /verdict +Passed +Failed/)
  assert.ok(existsSync(join(folder, 'both.html')))
})

test('bad input is refused with 2 and what to do', () => {
  writeFileSync(join(folder, 'broken.json'), '{')
  writeFileSync(join(folder, 'other.json'), '{}')
  for (const [args, why] of [
    [['a'], /Two runs are needed/],
    [['a', 'nowhere'], /nowhere is not there/],
    [['a', 'broken.json'], /cannot be read as JSON/],
    [['a', 'other.json'], /is not the report of a sale day: format/],
    [['a', 'b', '--wrong'], /--wrong/],
    [['a', '.'], /is not the folder of a run/],
  ] as const) {
    const { status, stderr } = compare(...args)
    assert.equal(status, 2, stderr)
    assert.match(stderr, why)
    assert.match(stderr, /npm run sale-day:compare|folder of one of them/)
  }
})

test('a report.json of before there were clusters is read', async () => {
  const { report } = await writeReport({ runDir: local })
  assert.equal(report.cluster, undefined)
  assert.equal((await readSide(join(local, 'report.json'))).report.recoveries, undefined)
  const groups = compareFigures(report, report).map(({ title }) => title)
  assert.ok(groups.includes('Checkouts') && !groups.includes('Recovery after kills'))
  assert.deepEqual(differences(report, report), [])
})

test('a ratio is B by A, and judged where the difference is a tenth or more', () => {
  const figure = (one: number | null, other: number | null, better: Figure['better'] = 'less'): Figure => ({
    name: '',
    unit: 'ms',
    better,
    a: one,
    b: other,
  })
  assert.deepEqual([ratioWords(figure(10, 15)), judged(figure(10, 15))], ['1.50 ×', 'worse'])
  assert.deepEqual([ratioWords(figure(10, 5)), judged(figure(10, 5))], ['0.50 ×', 'better'])
  assert.equal(judged(figure(10, 5, 'more')), 'worse')
  assert.equal(judged(figure(100, 95)), null)
  assert.equal(judged(figure(10, 50, null)), null)
  assert.equal(ratioWords(figure(null, 5)), '–')
  assert.equal(ratioWords(figure(0, 5)), '–')
  assert.equal(judged(figure(0, 5)), 'worse')
})
