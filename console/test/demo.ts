import express from 'express'
import type { Frame } from '../src/frame.ts'
import { frameStreams } from '../src/stream-frames.ts'
import { demoFrame, demoHistory } from './demo-frames.ts'

/**
 * `node console/test/demo.ts [port]`: the frames of a sale day that never was, for whoever works on the page; vite's server asks there.
 * It begins ten minutes in, so that plots are full.
 */
const port = Number(process.argv[2] ?? 8091)
const startedAt = Date.now() - 600_000
const secondNow = (): number => Math.floor((Date.now() - startedAt) / 1000)
const listeners = new Set<(frame: Frame) => void>()
setInterval(() => {
  for (const listener of listeners) listener(demoFrame(secondNow(), startedAt))
}, 1_000)

const stream = frameStreams(
  {
    history: () => demoHistory(secondNow(), startedAt),
    onFrame(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  },
  new AbortController().signal,
)
express()
  .get('/api/frames', (_req, res) => stream(res))
  .listen(port, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${port}/api/frames\n`))
