import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import { takeWorkLock } from '@saleday/local/work-lock'

/** Waits until this process alone may change clusters and their files: the generated files are of one cluster at a time. */
export const lockKind = (command: string, say: (line: string) => void) =>
  takeWorkLock(join(repository, '.saleday', 'kind.lock'), `npm run ${command}`, say)
