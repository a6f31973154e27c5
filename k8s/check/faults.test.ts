import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault } from './fault.ts'
import { jobProgramFaults } from './faults/job-programs.ts'
import { labelFaults } from './faults/labels.ts'
import { networkFaults } from './faults/network.ts'
import { podFaults } from './faults/pods.ts'
import { portFaults } from './faults/ports.ts'
import { referenceFaults } from './faults/references.ts'
import { rolloutFaults } from './faults/rollout.ts'
import { routeFaults } from './faults/routes.ts'
import { scalingFaults } from './faults/scaling.ts'
import { securityFaults } from './faults/security.ts'
import { serviceTokenFaults } from './faults/service-tokens.ts'
import { settingFaults } from './faults/settings.ts'
import { checkListed } from './listed.ts'
import { checkReadmes, type Readmes, readReadmes } from './readmes.ts'
import { renderings } from './renderings.ts'
import { report } from './report.ts'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'

const faults: readonly Fault[] = [
  ...labelFaults,
  ...referenceFaults,
  ...settingFaults,
  ...jobProgramFaults,
  ...portFaults,
  ...podFaults,
  ...rolloutFaults,
  ...securityFaults,
  ...scalingFaults,
  ...networkFaults,
  ...serviceTokenFaults,
  ...routeFaults,
]

const all = await renderings()

for (const { what, rule, says, into = 'kind', plant } of faults) {
  test(`finds ${what}`, () => {
    const sound = all.find(({ name }) => name === into)
    assert.ok(sound, `there is no rendering ${into} to plant it into`)
    const objects = structuredClone([...sound.objects])
    plant(objects)
    const { check }: Rule = rules[rule]
    const told = (rendering: typeof sound) => report([{ rendering: into, complaints: check(rendering) }])
    assert.match(told({ ...sound, objects }), says, `the rule '${rules[rule].name}' does not find it`)
  })
}

const readmeFaults: readonly [what: string, says: RegExp, edit: (readmes: Readmes) => Partial<Readmes>][] = [
  ['a component without a README', /k8s\/components\/bank: has no README/, () => ({ withReadme: [] })],
  [
    'a component that no README leads to',
    /k8s\/README.md: does not lead to the component spare/,
    ({ components }) => ({ components: [...components, 'spare'] }),
  ],
  [
    'other resources in the README',
    /k8s\/README.md: has no row '\| cart \| \d+m \| \d+ MiB, \d+ MiB \|'/,
    ({ overview }) => ({ overview: overview.replace(/\| cart \| \d+m/, '| cart | 1') }),
  ],
  [
    'another value of a setting in the README',
    /says that DRAIN_LIMIT_MS is 30000, and it is 20000/,
    ({ overview }) => ({ overview: overview.replace('| `DRAIN_LIMIT_MS` | 20000 |', '| `DRAIN_LIMIT_MS` | 30000 |') }),
  ],
  [
    'another threshold in the README',
    /autoscaling\/README.md: has no row '\| order \| \d+ \|'/,
    ({ autoscaling }) => ({ autoscaling: autoscaling.replace(/\| order \| \d+ \|/, '| order | 1 |') }),
  ],
  [
    'a Secret that the README does not ask for',
    /cloud\/README.md: does not ask for carts-valkey-url of the Secret cart/,
    ({ cloud }) => ({ cloud: cloud.replaceAll('`carts-valkey-url`', '`carts-url`') }),
  ],
]

for (const [what, says, edit] of readmeFaults) {
  test(`finds ${what}`, () => {
    const [kind, cloud] = ['kind', 'cloud'].map((name) => all.find((rendering) => rendering.name === name)!)
    const readmes = readReadmes()
    const told = (some: Readmes) => report([{ rendering: 'files', complaints: checkReadmes(some, kind!, cloud!) }])
    assert.match(told({ ...readmes, ...edit(readmes) }), says)
  })
}

test('finds a file that no kustomization lists', () => {
  const folder = { path: 'base/x', files: ['kustomization.yaml', 'a.yaml', 'b.yaml', 'c.conf'] }
  const kustomization = 'resources:\n  - a.yaml\n  # - b.yaml\nfiles: [valkey.conf=c.conf]\n'
  assert.deepEqual(
    checkListed([{ ...folder, kustomization }]).map(({ where }) => where),
    ['k8s/base/x/b.yaml'],
  )
})

test('every rule has a fault that it finds', () => {
  const tried = new Set(faults.map(({ rule }) => rule))
  assert.deepEqual(
    Object.keys(rules).filter((rule) => !tried.has(rule as Fault['rule'])),
    [],
  )
})
