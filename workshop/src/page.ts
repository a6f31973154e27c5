/** A lab's page in docs/workshop: what `solve` types is read from it, so that page and test cannot differ. */
export type Page = { number: number; title: string; file: string; blocks: readonly Block[] }

/** A block of commands of a page, in the words after its three backticks. */
export type Block = { kind: BlockKind; text: string; line: number }

/**
 * `sh prepare`: the first one, which `solve` has done before it types the others. `sh`: ends with exit code 0. `sh refused`:
 * the cluster refuses it, so it ends with another one. `sh second-terminal`: goes on beside the blocks that follow, and ends
 * well by itself. `sh watch`: goes on until the end of the lab, where it is ended.
 */
export const blockKinds = ['sh prepare', 'sh', 'sh refused', 'sh second-terminal', 'sh watch'] as const
export type BlockKind = (typeof blockKinds)[number]

/** What every page has, in this order. */
export const sections = [
  'What you will see',
  'Why it matters to the shop',
  'Steps',
  'What to look for',
  'A question',
  'Check',
] as const

export class PageError extends Error {
  override name = 'PageError'
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`)
  }
}

/** What a learner types before all else. */
const preparation = (number: string): string =>
  `npm run lab ${number}\nexport KUBECONFIG=$PWD/.saleday/workshop/kubeconfig`

type Line = { text: string; number: number }
type Fence = { info: string; line: number; lines: string[] }

/** @throws PageError that names file and line of what is wrong with the page */
export function readPage(file: string, content: string): Page {
  const lines = content.split('\n').map((text, index) => ({ text, number: index + 1 }))
  const [, number, title] = /^# (\d+)\. (\S.*)$/.exec(lines[0]!.text) ?? []
  if (number === undefined || title === undefined)
    throw new PageError(file, 1, `the first line must be like '# 4. Desired and actual'`)
  const { fences, prose } = splitFences(file, lines)
  checkSections(file, prose)
  const question = prose.find(({ text }) => text.startsWith('<details>'))
  if (question === undefined || !prose.some(({ text }) => text.startsWith('</details>')))
    throw new PageError(file, 1, 'the answer to its question must be folded, between <details> and </details>')
  const [first, ...blocks] = fences.flatMap((fence) => blockOf(file, fence))
  if (first?.kind !== 'sh prepare' || first.text !== preparation(number))
    throw new PageError(file, first?.line ?? 1, `its first block must be 'sh prepare':\n${preparation(number)}`)
  if (blocks.length === 0) throw new PageError(file, 1, 'there is no block of commands in it')
  const again = blocks.find(({ kind }) => kind === 'sh prepare')
  if (again !== undefined) throw new PageError(file, again.line, 'it is prepared already')
  return { number: Number(number), title, file, blocks }
}

function splitFences(file: string, lines: readonly Line[]): { fences: Fence[]; prose: Line[] } {
  const fences: Fence[] = []
  const prose: Line[] = []
  let open: Fence | undefined
  for (const { text, number } of lines) {
    if (!text.startsWith('```')) {
      if (open === undefined) prose.push({ text, number })
      else open.lines.push(text)
    } else if (open === undefined) {
      open = { info: text.slice(3).trim(), line: number, lines: [] }
    } else {
      fences.push(open)
      open = undefined
    }
  }
  if (open !== undefined) throw new PageError(file, open.line, 'this block has no end')
  return { fences, prose }
}

function checkSections(file: string, prose: readonly Line[]): void {
  const found = prose.filter(({ text }) => text.startsWith('## '))
  for (const [index, section] of sections.entries()) {
    const there = found[index]
    if (there?.text !== `## ${section}`)
      throw new PageError(file, there?.number ?? prose.length, `here must be '## ${section}'`)
  }
  const more = found[sections.length]
  if (more !== undefined) throw new PageError(file, more.number, `after '## ${sections.at(-1)}' comes nothing`)
}

function blockOf(file: string, { info, line, lines }: Fence): Block[] {
  if (!/^(sh|bash|shell)\b/.test(info)) return []
  const kind = blockKinds.find((one) => one === info)
  if (kind === undefined)
    throw new PageError(file, line, `'${info}' must be one of: ${blockKinds.map((one) => `'${one}'`).join(', ')}`)
  // An interactive zsh, as on macOS, takes a comment for a command.
  const comment = lines.findIndex((text) => /(^|\s)#/.test(text))
  if (comment >= 0) throw new PageError(file, line + 1 + comment, 'commands have no comments: explain them in the text')
  if (lines.every((text) => text.trim() === '')) throw new PageError(file, line, 'this block is empty')
  return [{ kind, text: lines.join('\n'), line }]
}
