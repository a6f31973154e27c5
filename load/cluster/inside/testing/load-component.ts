import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1CronJob } from '@kubernetes/client-node'
import { repository } from '@saleday/local/repository'
import { parse } from 'yaml'

const component = join(repository, 'k8s/components/load')

export const runnerProgram = join(component, 'runner.mts')

/** The template of the crowd's Jobs as it is applied. */
export const cronJob = (): V1CronJob =>
  parse(readFileSync(join(component, 'cronjob.yaml'), 'utf8'), { merge: true }) as V1CronJob
