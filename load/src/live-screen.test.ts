import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { liveScreen } from './live-screen.ts'

const esc = String.fromCharCode(27)
const sequenceOrCharacter = new RegExp(`${esc}\\[([?\\d]*[A-Za-z])|([^${esc}])`, 'gs')

/** A terminal that understands what the screen writes, and no more: anything else fails the test. */
class FakeTerminal extends EventEmitter {
  columns = 40
  rows = 10
  cursorShown = true
  wraps = true
  lines = ['$ npm run sale-day', '']
  row = 1
  column = 0
  write(text: string): void {
    for (const [, sequence, character] of text.matchAll(sequenceOrCharacter)) {
      if (sequence !== undefined) this.obey(sequence)
      else this.put(character!)
    }
  }
  obey(sequence: string): void {
    if (sequence === '?25l' || sequence === '?25h') this.cursorShown = sequence.endsWith('h')
    else if (sequence === '?7l' || sequence === '?7h') this.wraps = sequence.endsWith('h')
    else if (sequence === 'K') this.lines[this.row] = (this.lines[this.row] ?? '').slice(0, this.column)
    else if (sequence === 'J') this.lines.length = this.row + 1
    else if (sequence === 'H') this.row = this.column = 0
    else if (sequence === '2J') this.lines = ['']
    else if (sequence.endsWith('A')) this.row -= Number.parseInt(sequence, 10)
    else assert.ok(sequence.startsWith('?2026'), `unknown sequence ${sequence}`)
    if (sequence === 'J') this.lines[this.row] = (this.lines[this.row] ?? '').slice(0, this.column)
    assert.ok(this.row >= 0, 'the cursor never leaves the screen')
  }
  put(character: string): void {
    if (character === '\r') this.column = 0
    else if (character === '\n') {
      this.row += 1
      this.column = 0
      this.lines[this.row] ??= ''
    } else {
      const line = (this.lines[this.row] ?? '').padEnd(this.column)
      this.lines[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1)
      this.column += 1
    }
  }
}

test('frames take the place of the ones before, also where they become shorter', () => {
  const out = new FakeTerminal()
  const screen = liveScreen(out)
  screen.draw(['a long line', 'two', 'three'])
  screen.draw(['short', 'II'])
  assert.deepEqual(out.lines, ['$ npm run sale-day', 'short', 'II', ''])
  screen.end()
})

test('a printed line stays above the frame', () => {
  const out = new FakeTerminal()
  const screen = liveScreen(out)
  screen.draw(['one', 'two'])
  screen.print('checkout lost')
  screen.draw(['uno', 'due'])
  assert.deepEqual(out.lines, ['$ npm run sale-day', 'checkout lost', 'uno', 'due', ''])
  screen.end()
})

test('on a low terminal a frame is cut, so that its top can be found again', () => {
  const out = new FakeTerminal()
  out.rows = 3
  const screen = liveScreen(out)
  screen.draw(['one', 'two', 'three', 'four'])
  screen.draw(['uno', 'due', 'tre', 'quattro'])
  assert.deepEqual(out.lines, ['$ npm run sale-day', 'uno', 'due', ''])
  screen.end()
})

test('after a change of size the screen is cleared once, since nobody knows where its lines went', () => {
  const out = new FakeTerminal()
  const screen = liveScreen(out)
  screen.draw(['one', 'two'])
  out.emit('resize')
  screen.draw(['uno', 'due'])
  assert.deepEqual(out.lines, ['uno', 'due', ''])
  screen.end()
})

test('the cursor is hidden while it draws, and given back once at the end, as is the wrapping of lines', () => {
  const out = new FakeTerminal()
  const exitListeners = process.listenerCount('exit')
  const screen = liveScreen(out)
  assert.equal(out.cursorShown, false)
  assert.equal(process.listenerCount('exit'), exitListeners + 1)
  screen.draw(['one'])
  screen.end()
  screen.end()
  assert.deepEqual([out.cursorShown, out.wraps], [true, true])
  assert.equal(process.listenerCount('exit'), exitListeners)
  assert.equal(out.listenerCount('resize'), 0)
  screen.draw(['late'])
  assert.ok(!out.lines.includes('late'))
})

test('a process that ends while it draws gives the cursor back', () => {
  const out = new FakeTerminal()
  liveScreen(out)
  const restore = process.listeners('exit').at(-1) as () => void
  restore()
  assert.equal(out.cursorShown, true)
})
