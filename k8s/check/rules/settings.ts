import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import { mountedFile } from '../environment.ts'
import { title } from '../objects.ts'
import { type Complaint, complaint, type Rendering, type Rule } from '../rule.ts'
import { load, type Server, serversOf } from '../servers.ts'

/** Read by Node and by chassis/src/tracing.ts, before and beside the settings. */
const tracing =
  /^(NODE_OPTIONS|OTEL_EXPORTER_OTLP_[A-Z_]+|OTEL_SERVICE_NAME|OTEL_RESOURCE_ATTRIBUTES|OTEL_TRACES_SAMPLER_ARG)$/

/** Settings that may be left out, and by whom. Everything else is written down, default or not. */
const optional: readonly { variable: RegExp; by: readonly string[] }[] = [
  // They ask nobody for a customer's token.
  { variable: /^CUSTOMER_JWKS$/, by: ['product', 'payment', 'auth', 'web', 'bank'] },
  // Every day is a sale day.
  { variable: /^SALE_(STARTS|ENDS)_AT$/, by: ['web'] },
  // An outside party, which takes no calls of services.
  { variable: /^SERVICE_/, by: ['bank'] },
]

export const settings: Rule = {
  name: 'every setting that the code reads is in a ConfigMap or Secret, with a value that it takes, and nothing else is',
  check: (rendering) => serversOf(rendering).flatMap((server) => [...ofOne(server), ...paths(server, rendering)]),
}

function ofOne(server: Server): Complaint[] {
  const { name, deployment, told } = server
  const where = title(deployment)
  const { refusal, names: read } = load(server)
  const isSet = (variable: string) => told.variables.has(variable) || told.variables.has(`${variable}_FILE`)
  const isFileOf = (variable: string) => variable.endsWith('_FILE') && read.has(variable.slice(0, -'_FILE'.length))
  const missing = [...read].filter(
    (variable) =>
      !isSet(variable) &&
      !isFileOf(variable) &&
      !optional.some(({ variable: which, by }) => which.test(variable) && by.includes(name)),
  )
  const unread = [...told.variables.keys()].filter(
    (variable) => !read.has(variable) && !tracing.test(variable) && !told.parts.has(variable),
  )
  const open = [...read].filter((variable) => read.has(`${variable}_FILE`) && told.variables.has(variable))
  return [
    ...told.broken.map(({ variable, why }) =>
      complaint(where, `${variable} ${why}`, 'mend the path, the mount or the key'),
    ),
    ...(refusal ? [complaint(where, `does not start: ${refusal}`, 'mend the value')] : []),
    ...missing.map((variable) =>
      complaint(where, `${variable} is read by the code and set nowhere`, `set it in ${name}.env, or in shop.env`),
    ),
    ...unread.map((variable) =>
      complaint(where, `${variable} is set and not read by the code`, 'is it misspelt? Else remove it'),
    ),
    ...open.map((variable) =>
      complaint(
        where,
        `${variable} is secret and stands in a ConfigMap or the pod`,
        `put it into a Secret, mount that, and set ${variable}_FILE`,
      ),
    ),
    ...traced(where, told.variables),
  ]
}

function traced(where: string, variables: ReadonlyMap<string, string>): Complaint[] {
  const [options, endpoint] = [variables.get('NODE_OPTIONS'), variables.get('OTEL_EXPORTER_OTLP_ENDPOINT')]
  const share = Number(variables.get('OTEL_TRACES_SAMPLER_ARG') ?? 0)
  const isLoaded = options?.includes('--import=@saleday/chassis/tracing') ?? false
  return [
    ...(isLoaded === (endpoint !== undefined)
      ? []
      : [
          complaint(
            where,
            'has one of NODE_OPTIONS and OTEL_EXPORTER_OTLP_ENDPOINT, which work only together',
            'set both or none',
          ),
        ]),
    ...(share >= 0 && share <= 1
      ? []
      : [complaint(where, `OTEL_TRACES_SAMPLER_ARG is ${share}`, 'it must be a share from 0 to 1')]),
  ]
}

/** Settings that are paths in the container, and a name that Kubernetes gives. */
function paths(server: Server, rendering: Rendering): Complaint[] {
  const { deployment, container, told, name } = server
  const where = title(deployment)
  const pod = deployment.spec.template.spec
  const complaints: Complaint[] = []
  const check = (variable: string, isGood: (value: string) => boolean, what: string, todo: string) => {
    const value = told.variables.get(variable)
    if (value !== undefined && !isGood(value)) complaints.push(complaint(where, `${variable} is ${value}${what}`, todo))
  }
  check(
    'SERVICE_JWKS',
    (path) => URL.canParse(path) || mountedFile(path, container, pod, rendering) !== undefined,
    ', and no ConfigMap puts a file there',
    'mount the keys, or set a URL',
  )
  check(
    'SERVICE_TOKENS_DIR',
    (path) => {
      const volume = pod.volumes?.find(({ projected }) => projected?.sources.some((one) => one.serviceAccountToken))
      return !volume || (container.volumeMounts ?? []).some((one) => one.name === volume.name && one.mountPath === path)
    },
    ', and its tokens are elsewhere',
    'mount the tokens there',
  )
  check(
    'CATALOGUE_DIR',
    (path) => path.startsWith('/app/') && existsSync(join(repository, path.slice('/app/'.length))),
    ', which is not in the image',
    'the image has the repository under /app',
  )
  check(
    'DIST_DIR',
    (path) => path === '/app/web/dist',
    ', and the image has what vite built elsewhere',
    'set it to /app/web/dist',
  )
  check(
    'SERVICE_TOKEN_SUBJECT_PREFIX',
    (prefix) => prefix === `system:serviceaccount:${deployment.metadata.namespace}:`,
    `, and ${name} runs in ${deployment.metadata.namespace}`,
    'name the namespace of the callers',
  )
  return complaints
}
