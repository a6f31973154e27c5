import { count, plural, wait } from '../src/live-text.ts'
import { type Html, html } from './html.ts'
import type { Book, Report } from './report-schema.ts'
import { figureWords, spaced } from './words.ts'

/** The six books, and what to look at where one does not balance. */
export function booksSection({ audit }: Report): Html {
  if (audit === null)
    return html`<section id="books"><h2>The books</h2><p class="lead">They were not audited.</p></section>`
  const open = audit.books.filter(({ holds }) => !holds).length
  return html`<section id="books">
<h2>The books</h2>
<p class="lead">${open === 0 ? 'All of them balance' : `${plural(open, 'book does', 'books do')} not balance`}. They were read from the databases, the bank’s ledger and the crowd’s own journal, in ${wait(audit.seconds * 1000)} and ${count(Math.round(audit.rssMiB))} MiB.</p>
<ol class="books">${audit.books.map(bookItem)}</ol>
</section>`
}

function bookItem(book: Book): Html {
  const figures = Object.entries(book.figures).map(([name, value]) => figureWords(name, value))
  return html`<li class="book ${book.holds ? '' : 'open'}" id="book-${book.number}">
<h3><span class="number">${book.number}</span>${book.name}</h3>
<p class="state">${book.holds ? 'balances' : plural(book.violationCount, 'violation')}</p>
<p>${book.says}</p>
<dl class="small"><div><dt>rows looked at</dt><dd>${count(book.checked)}</dd></div>${figures.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${!book.holds && violations(book)}
</li>`
}

function violations({ number, violations: told, violationCount }: Book): Html {
  const table = (shown: Book['violations']): Html =>
    html`<div class="scroll" role="region" aria-label="Violations of book ${number}" tabindex="0"><table class="plain" role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="text">What</th><th role="columnheader" scope="col" class="text">Says</th><th role="columnheader" scope="col" class="text">Ids to look at</th></tr></thead>
<tbody role="rowgroup">${shown.map(({ what, says, ids }) => html`<tr role="row"><th role="rowheader" scope="row">${what}</th><td role="cell" class="text">${says}</td><td role="cell" class="text">${idList(ids)}</td></tr>`)}</tbody></table></div>`
  const untold = violationCount - told.length
  return html`${firstOf(told, table)}${untold > 0 && html`<p>${count(untold)} more are not listed.</p>`}`
}

/** A table of the first few rows, and one of the rest to be unfolded. */
export function firstOf<Row>(rows: readonly Row[], table: (rows: Row[]) => Html): Html {
  const rest = rows.slice(mostUnfolded)
  if (rest.length === 0) return table([...rows])
  return html`${table(rows.slice(0, mostUnfolded))}<details><summary>${count(rest.length)} more of these</summary>${table(rest)}</details>`
}
const mostUnfolded = 6

export function idList(ids: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(ids).map(([name, id]) => html`<span class="id">${spaced(name)} <code>${id}</code></span>`)}`
}
