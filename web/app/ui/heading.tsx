import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

type Props = {
  children: ComponentChildren
  /** What the browser's tab says; by default the heading, where it is a text. */
  title?: string
  class?: string
}

/** Whether the heading that was taken away last had the focus. */
let hadFocus = false

/**
 * The heading of a page. Whoever comes from another page has the focus put on it, and so hears where they are. Another one
 * that takes its place, as when what was looked for has come, takes the focus over.
 */
export function Heading({ children, title = typeof children === 'string' ? children : '', class: name = '' }: Props) {
  useEffect(() => {
    document.title = title === '' ? 'Saleday' : `${title} · Saleday`
  }, [title])
  const element = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    const own = element.current
    if (hadFocus) own?.focus({ preventScroll: true })
    hadFocus = false
    return () => {
      hadFocus = own !== null && own === document.activeElement
    }
  }, [])
  return (
    <h1 ref={element} tabIndex={-1} class={name}>
      {children}
    </h1>
  )
}

export const focusHeading = (): void => document.querySelector('h1')?.focus({ preventScroll: true })
