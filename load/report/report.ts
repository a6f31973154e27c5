import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { explain, UserError } from '@saleday/local/user-error'
import { reportJsonSchema, schemaFile } from './report-json-schema.ts'
import { writeReport } from './write-report.ts'

/** `npm run sale-day:report -- <folder of a run>`: draws its report again. `--schema` writes the schema of report.json. */
async function main(args: readonly string[]): Promise<void> {
  if (args[0] === '--schema') return writeFileSync(schemaFile, reportJsonSchema())
  const [folder, ...more] = args
  if (folder === undefined || folder.startsWith('-') || more.length > 0)
    throw new UserError('One folder of a run is needed.', 'npm run sale-day:report -- .saleday/sale-day/<run>')
  const { htmlFile, jsonFile } = await writeReport({ runDir: resolve(process.env.INIT_CWD ?? '.', folder) })
  process.stdout.write(`${htmlFile}\n${jsonFile}\n`)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const { text, exitCode } = explain(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = exitCode
}
