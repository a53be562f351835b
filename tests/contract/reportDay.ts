import type { Client } from '#shared/contract/contract.ts'
import type { Recording } from './validationDay.ts'

/** Comparison, trends, documents and diagnostics: every procedure once. What holds the time of its making is told in short. */
export async function recordReports(
  client: Client,
  recorder: Recording,
  { backtestId, otherId }: { readonly backtestId: string; readonly otherId: string },
): Promise<void> {
  await recorder.call('comparison.get', () => client.comparison.get({ runs: [backtestId, otherId], points: 100 }))
  await recorder.call('overview.trends', async () => Object.keys(await client.overview.trends()))
  await recorder.call('exports.document', async () => {
    const { fileName, contentType, text } = await client.exports.document({ backtestId, format: 'json' })
    return { fileName, contentType, keys: Object.keys(JSON.parse(text)) }
  })
  await recorder.refusal('exports.document', () => client.exports.document({ backtestId: otherId, format: 'html' }))
  await recorder.refusal('exports.pdf', () => client.exports.pdf({ backtestId }))
  await recorder.refusal('exports.dragOut', () => client.exports.dragOut({ kind: 'run', backtestId, format: 'html' }))
  await recorder.call('exports.folder', async () => {
    const paths = new Set<string>()
    for await (const { path } of await client.exports.folder({ scope: { kind: 'run', backtestId }, mode: 'raw' })) paths.add(path)
    return [...paths]
  })
  await recorder.call('system.diagnostics', async () => {
    const { fileName, text } = await client.system.diagnostics()
    return { fileName, keys: Object.keys(JSON.parse(text)) }
  })
}
