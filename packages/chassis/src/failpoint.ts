/**
 * What stands around a side effect in a process of the fault matrix (test/faults). `name` says which effect it is; `lost`
 * makes the error that a caller gets whose connection broke.
 */
export type Failpoints = <T>(name: string, work: () => Promise<T>, lost: () => Error) => Promise<T>

let armed: Failpoints | undefined

/**
 * Switches the failpoints of this process on. Only a module that tests preload by `--import` calls this, before anything
 * else is loaded; no setting does, and the images do not have that module.
 */
export function armFailpoints(failpoints: Failpoints): void {
  armed = failpoints
}

export const areFailpointsArmed = (): boolean => armed !== undefined

/** Does a side effect: just that, unless a test has armed this process. */
export function failpoint<T>(name: string, work: () => Promise<T>, lost: () => Error): Promise<T> {
  return armed === undefined ? work() : armed(name, work, lost)
}
