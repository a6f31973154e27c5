import type { Profiler } from 'node:inspector'

/** Whose code it is: the shop's, a library's, Node's own, or the engine's: code without a file, and the garbage collector. */
export type Origin = 'shop' | 'library' | 'node' | 'engine'
export type Frame = {
  name: string
  /** From the root of the repository, with the line; a library's by its name. */
  place: string
  origin: Origin
  /** In this function, and with all that it called. */
  selfUs: number
  totalUs: number
  callees: Frame[]
}

const notWork = ['(idle)', '(root)']

/** The calls that were under way when a process was sampled, each with its time. What was idle is left out. */
export function callTree(profile: Profiler.Profile, repository: string): Frame {
  const selfUs = new Map<number, number>()
  for (const [at, id] of (profile.samples ?? []).entries())
    selfUs.set(id, (selfUs.get(id) ?? 0) + Math.max(0, profile.timeDeltas![at]!))
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))

  function frame(node: Profiler.ProfileNode): Frame {
    const callees = (node.children ?? [])
      .map((id) => frame(nodes.get(id)!))
      .filter(({ name, totalUs }) => totalUs > 0 && !notWork.includes(name))
    const own = notWork.includes(node.callFrame.functionName) ? 0 : (selfUs.get(node.id) ?? 0)
    const totalUs = callees.reduce((sum, callee) => sum + callee.totalUs, own)
    return { ...placeOf(node.callFrame, repository), selfUs: own, totalUs, callees }
  }
  return { ...frame(profile.nodes[0]!), name: 'all' }
}

function placeOf({ functionName, url, lineNumber }: Profiler.ProfileNode['callFrame'], repository: string) {
  const name = functionName || '(anonymous)'
  const line = lineNumber + 1
  if (url === '') return { name, place: '', origin: 'engine' as const }
  if (url.startsWith('node:')) return { name, place: `${url}:${line}`, origin: 'node' as const }
  const path = decodeURI(url.replace('file://', ''))
  const inLibrary = path.split('/node_modules/').at(-1)!
  if (inLibrary !== path) return { name, place: `${inLibrary}:${line}`, origin: 'library' as const }
  return { name, place: `${path.replace(`${repository}/`, '')}:${line}`, origin: 'shop' as const }
}

/** The package of a library, else the origin. */
function partyOf({ origin, place, name }: Frame): string {
  if (origin === 'library') return place.split('/', place.startsWith('@') ? 2 : 1).join('/')
  if (origin === 'engine') return name === '(garbage collector)' ? 'garbage collector' : 'engine'
  return origin
}

export type Share = { name: string; share: number }

/** How much of the work each package did itself, and each function, the most first. */
export function sharesOf(root: Frame): { parties: Share[]; functions: Share[] } {
  const parties = new Map<string, number>()
  const functions = new Map<string, number>()
  const add = (sums: Map<string, number>, name: string, us: number) => sums.set(name, (sums.get(name) ?? 0) + us)
  const visit = (frame: Frame): void => {
    add(parties, partyOf(frame), frame.selfUs)
    add(functions, `${frame.name} ${frame.place}`.trim(), frame.selfUs)
    frame.callees.forEach(visit)
  }
  root.callees.forEach(visit)
  const sorted = (sums: Map<string, number>): Share[] =>
    [...sums].map(([name, us]) => ({ name, share: us / root.totalUs })).sort((a, b) => b.share - a.share)
  return { parties: sorted(parties), functions: sorted(functions) }
}
