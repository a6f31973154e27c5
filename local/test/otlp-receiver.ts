import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

type Attribute = { key: string; value: { stringValue?: string } }
type Export = {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: { spans: { traceId: string; name: string }[] }[]
  }[]
}

/** Takes traces as a collector does (OTLP over HTTP, JSON) and tells which services have a part in one. */
export async function otlpReceiver() {
  const servicesOf = new Map<string, Set<string>>()
  const server = createServer(async (req, res) => {
    const { resourceSpans } = JSON.parse(await text(req)) as Export
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '?'
      for (const { traceId } of scopeSpans.flatMap(({ spans }) => spans)) {
        servicesOf.set(traceId, (servicesOf.get(traceId) ?? new Set()).add(service))
      }
    }
    res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    services: (traceId: string) => [...(servicesOf.get(traceId) ?? [])].sort(),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
