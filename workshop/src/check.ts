import type { Found, Lab, Scene } from './lab.ts'

export type Checked = { says: string; expected: string; hint: string } & Found

/** Looks at every step: one that cannot be looked at is not done, and says why. */
export async function check(lab: Lab, scene: Scene): Promise<Checked[]> {
  const checked: Checked[] = []
  for (const { says, expected, hint, look } of lab.steps) {
    const result = await look(scene).catch((error: Error) => ({
      ok: false,
      found: `it could not be looked at: ${error.message.trim()}`,
    }))
    checked.push({ says, expected, hint, ...result })
  }
  return checked
}

export function showChecked(title: string, checked: readonly Checked[]): string {
  const done = checked.filter(({ ok }) => ok).length
  return [title, '', ...checked.flatMap(showStep), `${done} of ${checked.length} done.`].join('\n')
}

function showStep({ ok, says, expected, found, hint }: Checked, index: number): string[] {
  const row = (name: string, text: string) => `      ${name.padEnd(10)}${text.replaceAll('\n', `\n${' '.repeat(16)}`)}`
  return [
    `  ${ok ? '✓' : '✗'} ${index + 1}. ${says}`,
    row('expected', expected),
    row('found', found),
    ...(ok ? [] : [row('hint', hint)]),
    '',
  ]
}
