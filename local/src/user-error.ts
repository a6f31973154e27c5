/** Something that the person at the terminal must mend: printed as it is, without a stack, and the process ends with 2. */
export class UserError extends Error {
  override name = 'UserError'
  /** What to do about it. */
  readonly advice: string
  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.advice = advice
  }
}

/** How an error is shown at the terminal, and the exit code that goes with it. */
export function explain(error: unknown): { text: string; exitCode: 1 | 2 } {
  if (error instanceof UserError) return { text: `${error.message}\n${error.advice}`, exitCode: 2 }
  const storage = storageProblem(error)
  if (storage) return { text: `${storage.message}\n${storage.advice}`, exitCode: 2 }
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: 1 }
}

const storageProblems: Readonly<Record<string, [what: string, advice: string]>> = {
  ENOSPC: ['The disk is full', 'Make room on it, or keep the data elsewhere: npm start -- --data <folder>'],
  EDQUOT: ['Your quota on this disk is used up', 'Make room, or keep the data elsewhere: npm start -- --data <folder>'],
  EROFS: ['The disk cannot be written to', 'Keep the data on another one: npm start -- --data <folder>'],
  EACCES: [
    'Permission was denied',
    'Give yourself write access to it, or keep the data elsewhere: npm start -- --data <folder>',
  ],
  ENOENT: ['A file or folder cannot be made here', 'Keep the data elsewhere: npm start -- --data <folder>'],
  EEXIST: [
    'There is a file where a folder is needed',
    'Move it away, or keep the data elsewhere: npm start -- --data <folder>',
  ],
  ENOTDIR: [
    'There is a file where a folder is needed',
    'Move it away, or keep the data elsewhere: npm start -- --data <folder>',
  ],
}

/** The same for errors of the file system that come from the state of the disk and not from a mistake of ours. */
export function storageProblem(error: unknown): UserError | undefined {
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException
  // A file that is missing is a mistake of ours, a folder that cannot be made is not.
  if (code === 'ENOENT' && syscall !== 'mkdir') return undefined
  const known = code === undefined ? undefined : storageProblems[code]
  if (!known || path === undefined) return undefined
  return new UserError(`${known[0]}: ${path}`, known[1], { cause: error })
}
