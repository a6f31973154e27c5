/** The addresses that the gateway listens on, and the name to show for them. `localhost` is two addresses. */
export function gatewayHosts(host: string): { listen: string[]; shown: string } {
  if (host === 'localhost') return { listen: ['127.0.0.1', '::1'], shown: 'localhost' }
  if (host === '0.0.0.0' || host === '::') return { listen: [host], shown: 'localhost' }
  return { listen: [host], shown: host.includes(':') ? `[${host}]` : host }
}
