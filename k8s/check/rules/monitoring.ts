import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import { parse } from 'yaml'
import { dataOf } from '../environment.ts'
import { type KubeObject, ofKind, title } from '../objects.ts'
import { complaint, type Rule } from '../rule.ts'

type RuleFile = { groups: { rules: { record?: string; alert?: string; expr: string }[] }[] }

export const monitoring: Rule = {
  name: 'alerts, recording rules and autoscalers ask for metrics that there are',
  check: ({ objects }) => {
    const config = ofKind(objects, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith('prometheus-'))
    const files = dataOf(config) ?? {}
    const listed = ((parse(files['prometheus.yml'] ?? '{}') as { rule_files?: string[] }).rule_files ?? []).map(
      (path) => path.split('/').at(-1)!,
    )
    const rules = listed.flatMap((file) =>
      ((parse(files[file] ?? '{}') as Partial<RuleFile>).groups ?? []).flatMap((group) => group.rules),
    )
    const recorded = new Set(rules.flatMap(({ record }) => record ?? []))
    const isThere = (metric: string) => recorded.has(metric) || inCode().has(metric.replace(/_(bucket|sum|count)$/, ''))
    return [
      ...listed
        .filter((file) => !(file in files))
        .map((file) =>
          complaint('prometheus.yml', `lists ${file}, which is not in its ConfigMap`, 'add it to the generator'),
        ),
      ...rules.flatMap(({ record, alert, expr }) =>
        metricsIn(expr)
          .filter((metric) => !isThere(metric))
          .map((metric) =>
            complaint(`rule ${record ?? alert}`, `asks for ${metric}, which nobody has`, 'mend the name'),
          ),
      ),
      ...autoscalers(objects, recorded),
    ]
  },
}

function autoscalers(objects: readonly KubeObject[], recorded: ReadonlySet<string>) {
  return ofKind(objects, 'ScaledObject').flatMap((scaled) =>
    scaled.spec.triggers
      .filter(({ type }) => type === 'prometheus')
      .flatMap(({ metadata: { query = '' } }) => [
        ...metricsIn(query)
          .filter((metric) => !recorded.has(metric))
          .map((metric) => complaint(title(scaled), `asks for ${metric}, which is not recorded`, 'mend its query')),
        ...(query.includes(`{service="${scaled.spec.scaleTargetRef.name}"}`)
          ? []
          : [complaint(title(scaled), 'scales one service by the requests of another', 'mend its query')]),
      ]),
  )
}

/** Names with a colon are recorded; the others that we look at begin like those of the shop. */
const metricsIn = (expression: string): string[] => [
  ...new Set(
    (expression.replaceAll(/"[^"]*"/g, '').match(/[a-zA-Z_][\w:]*/g) ?? []).filter((name) =>
      /:|^(saleday|http)_/.test(name),
    ),
  ),
]

let known: ReadonlySet<string> | undefined

/** The names of metrics in the sources. */
function inCode(): ReadonlySet<string> {
  known ??= new Set(
    globSync('{packages,services,sandbox}/*/src/**/*.ts', { cwd: repository }).flatMap((file) =>
      [...readFileSync(join(repository, file), 'utf8').matchAll(/'((?:saleday|http)_[a-z0-9_]+)'/g)].map(
        (found) => found[1]!,
      ),
    ),
  )
  return known
}
