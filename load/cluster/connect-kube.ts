import { Writable } from 'node:stream'
import {
  ApiException,
  CoreV1Api,
  Exec,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
  type V1Status,
} from '@kubernetes/client-node'
import { UserError } from '@saleday/local/user-error'
import type { Kube, Ref } from './kube.ts'

/** The cluster of a context of the kubeconfig; of the current one where none is named. @throws UserError */
export function loadConfig(context: string | undefined): KubeConfig {
  const config = new KubeConfig()
  config.loadFromDefault()
  const name = context ?? config.currentContext
  if (!name || config.getContextObject(name) === null) {
    const names = config.contexts.map((each) => each.name)
    throw new UserError(
      name ? `There is no context '${name}' in the kubeconfig.` : 'The kubeconfig has no current context.',
      names.length === 0 ? 'For a cluster on this machine: npm run kind:up' : `It has: ${names.join(', ')}.`,
    )
  }
  config.setCurrentContext(name)
  return config
}

export function connectKube(config: KubeConfig, namespace: string): Kube {
  const objects = KubernetesObjectApi.makeApiClient(config)
  const core = config.makeApiClient(CoreV1Api)
  const headerOf = ({ apiVersion, kind, name }: Ref) => ({
    apiVersion,
    kind,
    metadata: { name, ...(kind === 'Node' ? {} : { namespace }) },
  })
  return {
    context: config.currentContext,
    namespace,
    read: async (ref) => (await unless(404, objects.read<KubernetesObject>(headerOf(ref)))) as never,
    async list({ apiVersion, kind }, { allNamespaces, labels, fields } = {}) {
      const within = allNamespaces === true || kind === 'Node' ? undefined : namespace
      const { items } = await objects.list(apiVersion, kind, within, undefined, undefined, undefined, fields, labels)
      return items as never
    },
    create: async (object) => (await unless(409, objects.create(inNamespace(object, namespace)))) !== undefined,
    async patch(ref, body) {
      // Only Kubernetes' own types know how their lists are merged.
      const strategy = /^(v1$|[^/.]+\/)/.test(ref.apiVersion)
        ? PatchStrategy.StrategicMergePatch
        : PatchStrategy.MergePatch
      const header = headerOf(ref)
      const object: KubernetesObject = { ...header, ...body, metadata: { ...header.metadata, ...body.metadata } }
      return await unless(404, objects.patch(object, undefined, undefined, 'saleday', undefined, strategy))
    },
    replace: async (object) => (await unless(409, objects.replace(inNamespace(object, namespace)))) !== undefined,
    remove: async (ref, graceSeconds) =>
      (await unless(404, objects.delete(headerOf(ref), undefined, undefined, graceSeconds))) !== undefined,
    async evict(name) {
      const body = { metadata: { name, namespace } }
      try {
        await core.createNamespacedPodEviction({ name, namespace, body })
        return 'evicted'
      } catch (error) {
        if (statusOf(error) === 429) return 'refused'
        if (statusOf(error) === 404) return 'gone'
        throw plain(error)
      }
    },
    async token(name, audience, expirationSeconds) {
      const body = { spec: { audiences: [audience], expirationSeconds } }
      const request = core.createNamespacedServiceAccountToken({ name, namespace, body: body as never })
      return (await request.catch((error) => Promise.reject(plain(error)))).status?.token ?? ''
    },
    exec: (pod, container, command) => run(new Exec(config), namespace, pod, container, command),
  }
}

const inNamespace = <T extends { metadata?: object }>(object: T, namespace: string): T => ({
  ...object,
  metadata: { ...object.metadata, namespace },
})

const statusOf = (error: unknown): number | undefined => (error instanceof ApiException ? error.code : undefined)

/** @returns undefined where the API server answers with that status @throws what it says, without headers and body */
async function unless<T>(status: number, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (statusOf(error) === status) return undefined
    throw plain(error)
  }
}

function plain(error: unknown): unknown {
  if (!(error instanceof ApiException)) return error
  const { message } = bodyOf(error.body)
  return new Error(`the API server answered ${error.code}${message === undefined ? '' : `: ${message}`}`, {
    cause: error,
  })
}

function bodyOf(body: unknown): Partial<V1Status> {
  if (typeof body !== 'string') return (body ?? {}) as Partial<V1Status>
  try {
    return JSON.parse(body)
  } catch {
    return { message: body.slice(0, 200) }
  }
}

function run(
  exec: Exec,
  namespace: string,
  pod: string,
  container: string,
  command: readonly string[],
): Promise<string> {
  const [stdout, stderr] = [collector(), collector()]
  return new Promise((resolve, reject) => {
    const settle = ({ status, message }: Partial<V1Status>): void =>
      status === 'Success'
        ? resolve(stdout.text())
        : reject(new Error(`${message ?? 'the connection ended'}: ${stderr.text().trim()}`))
    exec.exec(namespace, pod, container, [...command], stdout.stream, stderr.stream, null, false, settle).then(
      (socket) => {
        // What ends without a status was cut off; after one this changes nothing.
        socket.onclose = () => settle({ status: 'Failure' })
      },
      (error) => reject(error instanceof Error ? error : new Error(`no program can be run in ${pod}`)),
    )
  })
}

function collector(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}
