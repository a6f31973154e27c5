import { type Container, start } from './docker.ts'

export type Span = { service: string; traceId: string; name: string; by: string }

/** Takes traces as a collector does (OTLP over HTTP, JSON), and writes a line for each span. */
const program = `
const { createServer } = require('node:http')
const { text } = require('node:stream/consumers')
createServer(async (req, res) => {
  for (const { resource, scopeSpans } of JSON.parse(await text(req)).resourceSpans) {
    const service = resource.attributes.find(({ key }) => key === 'service.name').value.stringValue
    for (const { scope, spans } of scopeSpans) {
      for (const { traceId, name } of spans) console.log(JSON.stringify({ service, traceId, name, by: scope.name }))
    }
  }
  res.end('{}')
}).listen(4318)
process.on('SIGTERM', () => process.exit(0))
`

export async function otlpReceiver(image: string): Promise<{ spans(): Promise<Span[]>; url: string }> {
  const container: Container = await start('collector', image, {
    args: ['--eval', program],
    docker: ['--entrypoint', '/usr/bin/node'],
  })
  return {
    url: 'http://collector:4318',
    spans: async () =>
      (await container.logs())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  }
}
