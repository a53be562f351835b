import type { Client } from '#shared/contract/contract.ts'
import type { CsvExportInput } from '#shared/contract/csvExports.ts'

/** The application's own export, piece by piece. */
export async function* exportCsv(client: Client, input: CsvExportInput): AsyncGenerator<string> {
  for await (const { text } of await client.csvExports.stream(input)) yield text
}
