import { createRunner } from '../src/run.ts'
import { type Rendered, renderAll } from './render.ts'

const runner = createRunner()
export const { run } = runner

let rendered: Promise<Rendered[]> | undefined

/** Every rendering, made once for all tests. */
export function renderings(): Promise<Rendered[]> {
  rendered ??= renderAll(run)
  return rendered
}
