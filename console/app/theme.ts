import { effect, signal } from '@preact/signals'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'saleday-console:theme'

export const theme = signal<Theme>(stored())

/** Counts changes of what colours and sizes of letters there are: a canvas must be made anew then. */
export const paint = signal(0)

export function applyTheme(): void {
  effect(() => {
    const chosen = theme.value
    if (chosen === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = chosen
    paint.value = paint.peek() + 1
    try {
      localStorage.setItem(key, chosen)
    } catch {
      // Without storage it lasts as long as the page.
    }
  })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    paint.value += 1
  })
}

function stored(): Theme {
  try {
    return themes.find((each) => each === localStorage.getItem(key)) ?? 'auto'
  } catch {
    return 'auto'
  }
}

/** In pixels. It changes with the size of the window. */
export const remNow = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** A colour of the style sheet as a canvas takes it. */
export function colour(name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(--${name})`
  document.body.append(probe)
  const value = getComputedStyle(probe).color
  probe.remove()
  return value
}
