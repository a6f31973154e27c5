import { computed, signal } from '@preact/signals'
import type { Store } from './session/storage.ts'

export type Theme = 'light' | 'dark'

const name = 'saleday:theme'
const isTheme = (text: string | null): text is Theme => text === 'light' || text === 'dark'

/** The system's theme, until the customer chooses the other one. `public/theme.js` applies it before the first paint. */
export function createTheme(store: Store) {
  const query = matchMedia('(prefers-color-scheme: dark)')
  const system = signal<Theme>(query.matches ? 'dark' : 'light')
  const kept = store.getItem(name)
  const chosen = signal<Theme | undefined>(isTheme(kept) ? kept : undefined)
  query.addEventListener('change', ({ matches }) => {
    system.value = matches ? 'dark' : 'light'
  })

  function choose(theme: Theme): void {
    chosen.value = theme === system.value ? undefined : theme
    const { dataset } = document.documentElement
    if (chosen.value) dataset.theme = chosen.value
    else delete dataset.theme
    try {
      if (chosen.value) store.setItem(name, chosen.value)
      else store.removeItem(name)
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }

  return { now: computed((): Theme => chosen.value ?? system.value), choose }
}
