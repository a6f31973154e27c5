/** OpenAPI v3 of a Kubernetes API server, turned into JSON Schema as kubeconform takes it. */
export type Schema = { [keyword: string]: unknown }
export type OpenApi = { components: { schemas: Record<string, Schema> } }

const refPrefix = '#/components/schemas/'

/**
 * One kind as a schema that stands by itself and allows no field that it does not name.
 * @returns undefined where the document does not have the kind
 */
export function schemaOf(openApi: OpenApi, apiVersion: string, kind: string): Schema | undefined {
  const { schemas } = openApi.components
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const isIt = (schema: Schema) =>
    ((schema['x-kubernetes-group-version-kind'] ?? []) as { group: string; version: string; kind: string }[]).some(
      (id) => id.group === group && id.version === version && id.kind === kind,
    )
  const found = Object.values(schemas).find((schema) => isIt(schema) && 'properties' in schema)
  if (!found) return undefined

  const definitions: Record<string, Schema> = {}
  const define = (name: string): string => {
    const short = shortName(name)
    if (!(short in definitions)) {
      definitions[short] = {} // a kind may contain itself
      definitions[short] = convert(schemas[name]!, define)
    }
    return `#/$defs/${short}`
  }
  // What the cluster writes has no place in a manifest.
  const { status: _, ...properties } = found.properties as Record<string, Schema>
  const root = convert({ ...found, properties }, define)
  Object.assign(root.properties as object, { apiVersion: { const: apiVersion }, kind: { const: kind } })
  root.required = [...new Set(['apiVersion', 'kind', 'metadata', ...((root.required as string[] | undefined) ?? [])])]
  return { ...root, $defs: definitions }
}

/** `io.k8s.api.core.v1.PodSpec` is `core.v1.PodSpec`: shorter, and still the only one of its name. */
const shortName = (name: string) => name.replace(/^io\.k8s\.(api|apimachinery\.pkg\.apis)\./, '')

/** Keywords that mean the same in JSON Schema. Descriptions, defaults and formats are left out: nothing checks them. */
const kept = [
  'type',
  'required',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const

/** `isPart`: inside oneOf and its like, which name some fields of an object and not all. */
function convert(schema: Schema, define: (name: string) => string, isPart = false): Schema {
  const inner = (value: unknown, asPart = isPart) => convert(value as Schema, define, asPart)
  if (typeof schema.$ref === 'string') return { $ref: define(schema.$ref.slice(refPrefix.length)) }
  // The API server wraps a reference so that a default can stand beside it.
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1 && schema.allOf[0].$ref) return inner(schema.allOf[0])

  const result: Schema = {}
  for (const keyword of kept) if (keyword in schema) result[keyword] = schema[keyword]
  for (const keyword of ['exclusiveMinimum', 'exclusiveMaximum'] as const) {
    if (keyword in schema) throw new Error(`${keyword} is not converted yet: it means something else in JSON Schema`)
  }
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, value]) => [name, inner(value)]),
    )
  }
  if (schema.items) result.items = inner(schema.items)
  if (schema.not) result.not = inner(schema.not, true)
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (Array.isArray(schema[keyword])) result[keyword] = schema[keyword].map((one) => inner(one, true))
  }
  if (typeof schema.additionalProperties === 'object') result.additionalProperties = inner(schema.additionalProperties)
  else if (schema.properties && !schema['x-kubernetes-preserve-unknown-fields'] && !isPart)
    result.additionalProperties = false
  if (schema['x-kubernetes-int-or-string'] && !result.anyOf) result.anyOf = [{ type: 'integer' }, { type: 'string' }]
  if (schema.nullable && typeof result.type === 'string') result.type = [result.type, 'null']
  return result
}
