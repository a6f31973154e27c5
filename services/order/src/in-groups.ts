/**
 * Writes items one group after the other: those that come while a write is under way go together with the next. Each
 * caller hears of its own group.
 */
export function inGroups<T>(write: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  let next: { items: T[]; written: Promise<void> } | undefined

  function openGroup() {
    const items: T[] = []
    const written = last.then(() => {
      next = undefined
      return write(items)
    })
    last = written.catch(() => {}) // whoever waits for the group hears of it
    return { items, written }
  }

  return (item) => {
    next ??= openGroup()
    next.items.push(item)
    return next.written
  }
}
