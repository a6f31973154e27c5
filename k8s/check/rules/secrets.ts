import { dataOf } from '../environment.ts'
import { type KubeObject, ofKind, title } from '../objects.ts'
import { complaint, type Rule } from '../rule.ts'

/** Shorter ones could be words that occur anyhow. */
const shortestSecret = 12

export const secrets: Rule = {
  name: 'what is secret is in Secrets only',
  check: ({ objects, outside }) => {
    const values = ofKind([...objects, ...outside], 'Secret').flatMap((secret) =>
      Object.entries(dataOf(secret) ?? {}).map(([key, value]) => ({
        of: `${secret.metadata.name}/${key}`,
        value: value.trim(),
      })),
    )
    const long = values.filter(({ value }) => value.length >= shortestSecret)
    const own = ofKind(outside.length > 0 ? objects : [], 'Secret').map((secret) =>
      complaint(title(secret), 'is rendered, where Secrets come from the cluster', 'take it out of the overlay'),
    )
    const shown = objects
      .filter(({ kind }) => kind !== 'Secret')
      .flatMap((object) => {
        const texts = strings(object)
        return long
          .filter(({ value }) => texts.some((text) => text.includes(value)))
          .map(({ of }) => complaint(title(object), `holds the value of the Secret ${of}`, 'mount the Secret instead'))
      })
    return [...own, ...shown]
  },
}

const placeholder = /(^|[^A-Za-z])(TAG|CLASS)([^A-Za-z]|$)/

export const placeholders: Rule = {
  name: 'nothing is left of the placeholders that overlays fill in',
  onlyWhole: true,
  check: ({ objects }) =>
    objects.flatMap((object) =>
      strings(object)
        .filter((text) => text.length < 300 && placeholder.test(text))
        .map((text) =>
          complaint(title(object), `still holds the placeholder in ${text}`, 'let the overlay replace it'),
        ),
    ),
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value as KubeObject).flatMap(strings)
}
