import { rmSync } from 'node:fs'
import { writeFileAtomically } from '@saleday/local/write-file'
import type { LiveBoard } from './live-day.ts'

/** A file, replaced as a whole each time. */
export const localBoard = (file: string): LiveBoard => ({
  put: async (day) => writeFileAtomically(file, JSON.stringify(day)),
  clear: async () => rmSync(file, { force: true }),
})
