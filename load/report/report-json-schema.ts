import { z } from 'zod'
import { reportSchema } from './report-schema.ts'

export const schemaFile = new URL('report.schema.json', import.meta.url)

/** The JSON Schema of report.json, as text. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(reportSchema.meta({ title: 'The report of a sale day' }), { target: 'draft-2020-12' })
  return `${JSON.stringify(schema, null, 2)}\n`
}
