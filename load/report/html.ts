/** HTML that is safe to put into a page: text in it was escaped. */
export type Html = { readonly html: string }
type Value = string | number | Html | readonly Html[] | null | false

/** html`<p>${anything}</p>`: strings are escaped, other HTML is put in as it is; null and false are nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.reduce((text, part, index) => text + part + render(values[index] ?? null), '') }
}

/** Text that is HTML already: files of this folder, drawn paths. */
export const raw = (text: string): Html => ({ html: text })

function render(value: Value): string {
  if (value === null || value === false) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escapeHtml(value).replaceAll(numberAndUnit, '\u00a0')
  return 'html' in value ? value.html : value.map((one) => one.html).join('')
}

/** The blank between a number and its unit: a line must not end there. */
const numberAndUnit = /(?<=\d) (?=(?:ms|s|%|MiB|GiB)(?![\w]))/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character]!)
