import type { Rule } from './rule.ts'
import { alike } from './rules/alike.ts'
import { autoscaling } from './rules/autoscaling.ts'
import { connections } from './rules/connections.ts'
import { probes, resources } from './rules/containers.ts'
import { drain } from './rules/drain.ts'
import { images, jobNames } from './rules/job-names.ts'
import { jobPrograms } from './rules/job-programs.ts'
import { labels, policySelectors } from './rules/labels.ts'
import { monitoring } from './rules/monitoring.ts'
import { network, unreachable } from './rules/network.ts'
import { apiTokens, podSecurity, serviceAccounts } from './rules/pod-security.ts'
import { ports } from './rules/ports.ts'
import { hashes, references } from './rules/references.ts'
import { rollout } from './rules/rollout.ts'
import { routes } from './rules/routes.ts'
import { placeholders, secrets } from './rules/secrets.ts'
import { serviceTokens } from './rules/service-tokens.ts'
import { settings } from './rules/settings.ts'

/** What must be so and no schema can see. */
export const rules = {
  labels,
  policySelectors,
  references,
  hashes,
  placeholders,
  secrets,
  settings,
  jobPrograms,
  ports,
  probes,
  resources,
  drain,
  rollout,
  autoscaling,
  connections,
  alike,
  images,
  jobNames,
  podSecurity,
  apiTokens,
  serviceAccounts,
  serviceTokens,
  network,
  unreachable,
  routes,
  monitoring,
} as const satisfies Record<string, Rule>
