import { change, type Fault } from '../fault.ts'

export const jobProgramFaults: readonly Fault[] = [
  {
    what: 'a Job that runs what nobody knows',
    rule: 'jobPrograms',
    says: /Job product-seed-of-product, container seed: runs services\/product\/src\/seed.ts/,
    plant: change('Job', 'product-seed', ({ spec }) => {
      spec.template.spec.containers[0]!.args = ['src/seed.ts']
    }),
  },
  {
    what: 'migrations that are not in the image',
    rule: 'jobPrograms',
    says: /services\/order\/migration is not in the repository/,
    plant: change('Job', 'order-migrate', ({ spec }) => {
      spec.template.spec.containers[0]!.args![1] = 'migration'
    }),
  },
  {
    what: 'a Job without what it reads',
    rule: 'jobPrograms',
    says: /does not start: .*SIGNING_KEY_SECRET is not set/,
    plant: change('Job', 'auth-seed', ({ spec }) => {
      const container = spec.template.spec.containers[0]!
      container.env = container.env!.filter(({ name }) => name !== 'SIGNING_KEY_SECRET_FILE')
    }),
  },
  {
    what: 'a Job that must not seed',
    rule: 'jobPrograms',
    says: /does not start: Refused/,
    plant: change('Job', 'auth-seed', ({ spec }) => {
      spec.template.spec.containers[0]!.env!.find(({ name }) => name === 'ALLOW_SEEDING')!.value = 'yes'
    }),
  },
  {
    what: 'a Job with a setting that nobody reads',
    rule: 'jobPrograms',
    says: /ALLOW_SEED is set and not read/,
    plant: change('Job', 'auth-seed', ({ spec }) => {
      spec.template.spec.containers[0]!.env!.push({ name: 'ALLOW_SEED', value: 'true' })
    }),
  },
  {
    what: 'a Job whose Secret is not mounted',
    rule: 'jobPrograms',
    says: /Job bank-migrate-of-bank, container migrate: DATABASE_URL_FILE names/,
    plant: change('Job', 'bank-migrate', ({ spec }) => {
      spec.template.spec.containers[0]!.volumeMounts = []
    }),
  },
]
