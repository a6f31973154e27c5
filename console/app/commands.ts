import { kubectlText } from '@saleday/load/cluster/kubectl-text'
import type { Place, PodView } from '../src/frame.ts'

/** What a person would type to see or do the same. */
export type Command = { does: string; command: string }

export const textFor = ({ context, namespace }: Pick<Place, 'context' | 'namespace'>) =>
  kubectlText(context ?? undefined, namespace)

/** The commands of a pod's details; the first one does what the kill button does. */
export function commandsOf({ name, service }: PodView, place: Place): Command[] {
  const text = textFor(place)
  if (place.kind === 'local')
    return [
      { does: 'Kill it', command: `kill -KILL ${name.split(' ').at(-1)}` },
      { does: 'In a cluster: kill one of this service', command: text.deleteOnePodOf(service) },
      { does: 'In a cluster: replace them one by one', command: text.restart(service) },
    ]
  return [
    { does: 'Kill it', command: text.deletePod(name, 0) },
    { does: 'Ask it to stop', command: text.deletePod(name) },
    { does: 'See what happened to it', command: text.describePod(name) },
    { does: 'Read what it says', command: text.followPod(name) },
  ]
}
