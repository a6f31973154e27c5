import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, raw } from './html.ts'

test('text is escaped, HTML is put in as it is, and nothing is nothing', () => {
  const item = html`<li>${'<b> & "c"'}</li>`
  assert.equal(
    html`<ul>${[item, raw('<hr>')]}${null}${false}${3}</ul>`.html,
    '<ul><li>&lt;b&gt; &amp; &quot;c&quot;</li><hr>3</ul>',
  )
})

test('a number and its unit are not torn apart at the end of a line', () => {
  assert.equal(html`${'p99 48 ms and 3 %, 5 skis'}`.html, 'p99 48\u00a0ms and 3\u00a0%, 5 skis')
})
