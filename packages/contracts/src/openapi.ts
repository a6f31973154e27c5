import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { commonErrors, Problem } from './problem.ts'
import type { Contract, RouteDefinition } from './route.ts'

/** The OpenAPI 3.1 document of a contract. */
export function openApiOf(contract: Contract) {
  const paths: ZodOpenApiPathsObject = {}
  for (const route of contract.routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operationOf(route, contract) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: `Saleday: ${contract.title}`,
      description: contract.description,
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      securitySchemes: {
        customer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "A customer's access token" },
        service: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A service token whose audience is this service',
        },
      },
    },
  })
}

function operationOf(route: RouteDefinition, contract: Contract): ZodOpenApiOperationObject {
  return {
    operationId: route.operation,
    summary: route.summary,
    ...securityOf(route),
    requestParams: {
      ...(route.params ? { path: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(route.headers ? { header: route.headers } : {}),
    },
    ...(route.body ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    responses: { ...successOf(route), ...errorsOf(route, contract) },
  }
}

function securityOf(
  route: RouteDefinition,
): Pick<ZodOpenApiOperationObject, 'security'> & { 'x-callers'?: readonly string[] } {
  if (route.access === 'public') return { security: [] }
  if (route.access === 'anyone') return { security: [{}, { customer: [] }] }
  if (route.access === 'customer') return { security: [{ customer: [] }] }
  return { security: [{ service: [] }], 'x-callers': route.access }
}

function successOf(route: RouteDefinition): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(route.success).map(([status, schema]) => [
      status,
      {
        description: descriptions[status] ?? 'Done',
        ...(schema ? { content: { [route.contentType ?? 'application/json']: { schema } } } : {}),
      },
    ]),
  )
}

const descriptions: Record<string, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Not decided yet',
  204: 'Done; no body',
  304: 'Not changed',
}

/** Errors by status, each with its codes. Those that any request may meet are one `default`. */
function errorsOf(route: RouteDefinition, contract: Contract): ZodOpenApiResponsesObject {
  const byStatus = new Map<number, string[]>()
  for (const code of route.errors ?? []) {
    const entry = contract.errors[code] ?? commonErrors[code as keyof typeof commonErrors]
    if (!entry)
      throw new Error(`${route.operation} names the error ${code}, which neither its contract nor the common table has`)
    byStatus.set(entry.status, [...(byStatus.get(entry.status) ?? []), code])
  }
  const content = { 'application/problem+json': { schema: Problem } }
  return {
    ...Object.fromEntries(
      [...byStatus].map(([status, codes]) => [
        status,
        { description: `\`code\` is ${codes.map((code) => `\`${code}\``).join(' or ')}`, content },
      ]),
    ),
    default: {
      description: `Any other error: ${Object.keys(commonErrors)
        .map((code) => `\`${code}\``)
        .join(', ')}`,
      content,
    },
  }
}
