import { setTimeout as sleep } from 'node:timers/promises'
import { getItems, type Kubectl } from './kubectl.ts'
import { namespace } from './namespace.ts'
import { NotReadyError } from './not-ready-error.ts'
import type { Condition } from './objects.ts'

export const shopUrl = (port: number): string => `http://localhost:${port}`

/** What the gateway says when somebody looks at the products: 200 is all that counts. */
export type GatewayAnswer = { status: number | undefined; text: string }

const path = '/api/products'
const everyMs = 250

export async function askGateway(port: number, limitMs = 3_000): Promise<GatewayAnswer> {
  const url = `${shopUrl(port)}${path}`
  const begin = performance.now()
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(limitMs) })
    return { status, text: `${url} answers ${status} after ${Math.round(performance.now() - begin)} ms` }
  } catch (error) {
    const { cause, message } = error as Error
    const why = (cause as NodeJS.ErrnoException | undefined)?.code ?? message
    return { status: undefined, text: `${url} does not answer: ${why}` }
  }
}

/** @throws NotReadyError with the last answer, and what the Gateway and its routes lack */
export async function waitForGateway(kubectl: Kubectl, port: number, timeoutSeconds: number): Promise<void> {
  const end = performance.now() + timeoutSeconds * 1_000
  for (;;) {
    const answer = await askGateway(port)
    if (answer.status === 200) return
    if (performance.now() > end) {
      const problems = await gatewayProblems(kubectl).catch((error) => [(error as Error).message])
      throw new NotReadyError(
        [
          `Every pod is ready, but ${answer.text}.`,
          ...problems,
          'Its log: kubectl -n traefik logs deployment/traefik',
        ].join('\n'),
      )
    }
    await sleep(everyMs)
  }
}

type GatewayObject = {
  kind: string
  metadata: { name: string }
  status?: { conditions?: Condition[]; parents?: { conditions?: Condition[] }[] }
}

async function gatewayProblems(kubectl: Kubectl): Promise<string[]> {
  const objects = await getItems<GatewayObject>(kubectl, ['--namespace', namespace, 'gateways,httproutes'])
  return objects.flatMap(({ kind, metadata, status = {} }) => {
    const conditions = [status.conditions ?? [], ...(status.parents ?? []).map((one) => one.conditions ?? [])].flat()
    const bad = conditions.filter(({ status }) => status === 'False').map((one) => one.message ?? one.type)
    if (conditions.length === 0) bad.push('nobody has taken it on')
    return bad.map((what) => `${kind} ${metadata.name}: ${what}`)
  })
}
