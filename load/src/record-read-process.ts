import { Agent, get } from 'node:http'

/**
 * Reads /metrics of processes over connections that are kept; node:http costs less than fetch, and this happens each second.
 * @param parse takes what is needed out of the text
 */
export function processReader<T>(timeoutMs: number, parse: (text: string) => T) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    /** @returns undefined where the process does not answer in time: it may have been killed a moment ago */
    read(adminUrl: string): Promise<T | undefined> {
      return new Promise((resolve) => {
        const nothing = (): void => resolve(undefined)
        const request = get(`${adminUrl}/metrics`, { agent, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
          const chunks: Buffer[] = []
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () =>
              response.statusCode === 200 ? resolve(parse(Buffer.concat(chunks).toString('latin1'))) : nothing(),
            )
            .on('error', nothing)
        })
        request.on('error', nothing)
      })
    },
    close: () => agent.destroy(),
  }
}
