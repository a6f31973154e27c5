/** A storage of the browser; where the browser allows none, one that lasts as long as the page. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function storeOf(open: () => Store): Store {
  try {
    const store = open()
    store.getItem('saleday:probe')
    return store
  } catch {
    return memoryStore()
  }
}

export function memoryStore(): Store {
  const items = new Map<string, string>()
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}

/** Something that is so or not. */
export function flag(store: Store, key: string) {
  return {
    get: () => store.getItem(key) !== null,
    set: (value: boolean) => {
      try {
        if (value) store.setItem(key, '1')
        else store.removeItem(key)
      } catch {
        // A storage that is full forgets: what it would have told is asked for again.
      }
    },
  }
}

export type Flag = ReturnType<typeof flag>
