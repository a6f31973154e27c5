import { kubectl } from './target.ts'

/** As a projected token has it: of this account, for that service. */
export const serviceToken = async (account: string, audience: string): Promise<string> =>
  (await kubectl(['create', 'token', account, '--audience', audience, '--duration', '10m'])).trim()
