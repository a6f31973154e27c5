import { existsSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { databaseSettings } from '@saleday/auth/config'
import { mustAllowSeeding } from '@saleday/auth/open-command'
import { type Environment, settings } from '@saleday/chassis/settings'
import { folderOf, servers } from '@saleday/local/parties'
import { repository } from '@saleday/local/repository'
import { environmentOf } from '../environment.ts'
import { containersOf, ofKind, title } from '../objects.ts'
import { recordReads } from '../record-reads.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'

/** How each program that a Job may run reads its settings. */
const programs: Readonly<Record<string, (environment: Environment) => void>> = {
  'packages/postgres/src/migrate.ts': (environment) => settings(environment, (from) => from.secret('DATABASE_URL')),
  'services/product/src/seed-catalogue.ts': (environment) =>
    settings(environment, (from) => from.secret('DATABASE_URL')),
  'services/auth/src/seed-demo-customer.ts': (environment) => {
    settings(environment, databaseSettings)
    mustAllowSeeding({ environment } as Parameters<typeof mustAllowSeeding>[0])
  },
}

export const jobPrograms: Rule = {
  name: 'Jobs run programs that are in the image, with the settings that these read and no others',
  check: (rendering) =>
    ofKind(rendering.objects, 'Job').flatMap((job) => {
      const pod = job.spec.template.spec
      return containersOf(pod).flatMap((container): Complaint[] => {
        const where = `${title(job)}, container ${container.name}`
        const image = /([a-z]+)(:[^/]*)?$/.exec(container.image.split('@')[0]!)?.[1]
        const server = servers.find((one) => one === image)
        const [script = '', ...args] = container.args ?? []
        const program = server && normalize(join(folderOf(server), script))
        const read = program && programs[program]
        if (!read) {
          return [
            complaint(
              where,
              `runs ${program ?? container.image}, which nobody has described`,
              'add it to k8s/check/rules/job-programs.ts',
            ),
          ]
        }
        const missing = [
          program,
          ...(program.endsWith('migrate.ts') ? [join(folderOf(server), args[0] ?? '')] : []),
        ].filter((file) => !existsSync(join(repository, file)))
        const told = environmentOf(container, pod, rendering)
        const { refusal, names } = recordReads(told.values, read)
        const unread = [...told.variables.keys()].filter((variable) => !names.has(variable))
        return [
          ...missing.map((file) => complaint(where, `${file} is not in the repository`, 'mend the arguments')),
          ...told.broken.map(({ variable, why }) =>
            complaint(where, `${variable} ${why}`, 'mend the path or the mount'),
          ),
          ...(refusal ? [complaint(where, `does not start: ${refusal}`, 'mend its env')] : []),
          ...unread.map((variable) =>
            complaint(where, `${variable} is set and not read by the program`, 'is it misspelt? Else remove it'),
          ),
        ]
      })
    }),
}
