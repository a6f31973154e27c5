/** Writes the OpenAPI document of every service to `openapi/`: `npm run openapi`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { documented } from './all.ts'
import { openApiOf } from './openapi.ts'

const folder = new URL('../openapi/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const contract of documented) {
  await writeFile(new URL(`${contract.service}.json`, folder), `${JSON.stringify(openApiOf(contract), null, 2)}\n`)
}
