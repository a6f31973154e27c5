import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PageError, readPage, sections } from './page.ts'

const preparation = 'npm run lab 4\nexport KUBECONFIG=$PWD/.saleday/workshop/kubeconfig'

const page = (
  steps: string,
  { title = '# 4. Desired and actual', names = sections as readonly string[], prepare = preparation } = {},
): string =>
  [
    title,
    ...names.map(
      (name) =>
        `\n## ${name}\n${name === 'Steps' ? `${block('sh prepare', prepare)}\n${steps}` : ''}${name === 'A question' ? '<details>\n\nBecause.\n\n</details>' : ''}`,
    ),
  ].join('\n')

const block = (info: string, text = 'kubectl get pods') => `\`\`\`${info}\n${text}\n\`\`\`\n`

test('a page gives its number, its title, and its blocks as they are, with their lines', () => {
  const content = page(
    `${block('sh', 'a=1\nkubectl get pods \\\n  --watch')}\n${block('mermaid', 'flowchart')}\n${block('sh refused')}`,
  )
  const read = readPage('04.md', content)
  assert.equal(read.number, 4)
  assert.equal(read.title, 'Desired and actual')
  assert.deepEqual(
    read.blocks.map(({ kind, text }) => [kind, text]),
    [
      ['sh', 'a=1\nkubectl get pods \\\n  --watch'],
      ['sh refused', 'kubectl get pods'],
    ],
  )
  for (const { line, kind } of read.blocks) assert.equal(content.split('\n')[line - 1], `\`\`\`${kind}`)
})

const broken: [what: string, content: string, says: RegExp][] = [
  ['without a number', page(block('sh'), { title: '# Desired' }), /^04\.md:1: the first line/],
  [
    'with a section left out',
    page(block('sh'), { names: sections.filter((name) => name !== 'A question') }),
    /here must be '## A question'/,
  ],
  ['with a section too many', page(block('sh'), { names: [...sections, 'More'] }), /comes nothing/],
  ['whose answer is open', page(block('sh')).replace('<details>', ''), /must be folded/],
  ['without commands', page('nothing'), /no block of commands/],
  ['with a block of an unknown kind', page(block('sh later')), /'sh later' must be one of/],
  ['with a block of another shell', page(block('bash')), /'bash' must be one of/],
  ['with a comment among the commands', page(block('sh', 'kubectl get pods # all')), /no comments/],
  [
    'that is prepared as another one',
    page(block('sh'), { prepare: preparation.replace('4', '5') }),
    /first block must be/,
  ],
  ['that is not prepared', page(block('sh')).replace('sh prepare', 'sh'), /first block must be/],
  ['that is prepared twice', page(block('sh') + block('sh prepare')), /prepared already/],
  ['with an empty block', page(block('sh', ' ')), /is empty/],
  ['with a block without an end', `${page(block('sh'))}\n\`\`\`sh\nls`, /has no end/],
]

for (const [what, content, says] of broken) {
  test(`a page ${what} is refused, with its file and line`, () => {
    assert.throws(
      () => readPage('04.md', content),
      (error) => error instanceof PageError && says.test(error.message),
    )
  })
}
