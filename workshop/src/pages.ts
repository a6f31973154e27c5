import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import type { Lab } from './lab.ts'
import { type Page, PageError, readPage } from './page.ts'

const folder = 'docs/workshop'

/** Where a lab's page is, seen from the project's folder. */
export const pageFile = ({ page }: Lab): string => `${folder}/${page}.md`

/** @throws PageError where it is not as pages are, or of another lab */
export function pageOf(lab: Lab): Page {
  const file = pageFile(lab)
  const page = readPage(file, readFileSync(join(repository, file), 'utf8'))
  if (page.number !== lab.number) throw new PageError(file, 1, `this must be the page of lab ${lab.number}`)
  return page
}
