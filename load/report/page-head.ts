import { readFileSync } from 'node:fs'
import { type Html, html, raw } from './html.ts'

/** A file that goes into the page as it is. */
export const file = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Up to the body, of a page that loads nothing. `withScript`: it has some of its own, which it can do without. */
export function pageHead(title: string, styles: readonly string[], { withScript = false } = {}): Html {
  const scripts = withScript ? " script-src 'unsafe-inline';" : ''
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';${raw(scripts)} img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${styles.map((style) => raw(file(style)))}</style>
</head>`
}
