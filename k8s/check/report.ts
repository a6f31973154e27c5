import type { Complaint } from './rule.ts'

/** Complaints of several renderings; one that several have is told once, and where unless all have it. */
export function report(found: readonly { rendering: string; complaints: readonly Complaint[] }[]): string {
  const lines = new Map<string, string[]>()
  for (const { rendering, complaints } of found) {
    for (const { where, what, todo } of complaints) {
      const line = `${where}: ${what}. → ${todo}`
      lines.set(line, [...(lines.get(line) ?? []), rendering])
    }
  }
  const where = (names: string[]) => {
    const unique = [...new Set(names)]
    return unique.length === found.length ? '' : `  [${unique.join('; ')}]`
  }
  return [...lines].map(([line, names]) => line + where(names)).join('\n')
}
