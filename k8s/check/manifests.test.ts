import { test } from 'node:test'
import { kubeconform } from './kubeconform.ts'
import { checkListed, listedRule, readFolders } from './listed.ts'
import { checkReadmes, readmeRule, readReadmes } from './readmes.ts'
import { renderings, run } from './renderings.ts'
import { report } from './report.ts'
import { applies, type Complaint, complaint, type Rule } from './rule.ts'
import { rules } from './rules.ts'

const all = await renderings()

function demand(found: { rendering: string; complaints: readonly Complaint[] }[]): void {
  const text = report(found)
  if (text !== '') throw new Error(text)
}

test('every object has the fields of its kind, and no others', async () => {
  // All at once: starting it takes longer than what it does.
  const verdicts = await kubeconform(run, all.map(({ yaml }) => yaml).join('\n---\n'))
  let from = 0
  const found = all.map(({ name, objects }) => {
    const own = verdicts.slice(from, from + objects.length)
    from += objects.length
    const invalid = own.filter(({ isValid }) => !isValid)
    return {
      rendering: name,
      complaints: invalid.map(({ kind, name, message }) =>
        complaint(`${kind} ${name}`, message, 'mend it; npm run k8s:schemas makes schemas of new kinds'),
      ),
    }
  })
  if (from !== verdicts.length) throw new Error(`kubeconform has seen ${verdicts.length} objects of ${from}`)
  demand(found)
})

for (const rule of Object.values<Rule>(rules)) {
  test(rule.name, () => {
    demand(
      all
        .filter((rendering) => applies(rule, rendering))
        .map((rendering) => ({ rendering: rendering.name, complaints: rule.check(rendering) })),
    )
  })
}

test(readmeRule, () => {
  const [kind, cloud] = ['kind', 'cloud'].map((name) => all.find((rendering) => rendering.name === name)!)
  demand([{ rendering: 'files', complaints: checkReadmes(readReadmes(), kind!, cloud!) }])
})

test(listedRule, () => demand([{ rendering: 'files', complaints: checkListed(readFolders()) }]))
