import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RouterContext } from '#core/router/router.ts'
import { csvExportInputSchema } from '#shared/contract/csvExports.ts'
import { AppError } from '#shared/domain/appError.ts'
import { idSchema } from '#shared/domain/primitives.ts'

const RUN = /^\/exports\/runs\/([^/]+)\.(json|html)$/
const TABLE = /^\/exports\/tables\/(\w+)\.(csv|manifest\.json)$/

/** Where files can be fetched as they are, for the description of the API. */
export const DOWNLOAD_PATHS = {
  '/exports/runs/{id}.json': 'One run as JSON: settings, metrics, positions, trades and fills, to be read again without loss',
  '/exports/runs/{id}.html': 'One run as a tear sheet: one HTML file without scripts',
  '/exports/tables/{table}.csv':
    'A table as CSV (RFC 4180); the query holds mode (raw or spreadsheet) and the ids or filters it needs, such as backtestId',
  '/exports/tables/{table}.manifest.json': 'What the cells of that table do not say: units, time zone, hashes, filters',
} as const

/** Answers a request for a file; false when the path names none. Throws AppError `invalid_input`, `not_found`. */
export async function sendDownload(
  { path, query }: { readonly path: string; readonly query: URLSearchParams },
  response: ServerResponse<IncomingMessage>,
  context: RouterContext,
): Promise<boolean> {
  const run = RUN.exec(path)
  if (run !== null) {
    await sendRun(response, context, { id: run[1] ?? '', format: run[2] === 'html' ? 'html' : 'json' })
    return true
  }
  const table = TABLE.exec(path)
  if (table === null) return false
  const input = readTableRequest(table[1] ?? '', query)
  const pieces = context.services().csvExports.stream(input)
  if (table[2] === 'csv') await sendCsv(response, pieces)
  else await sendManifest(response, pieces)
  return true
}

type Pieces = ReturnType<ReturnType<RouterContext['services']>['csvExports']['stream']>

async function sendRun(
  response: ServerResponse,
  context: RouterContext,
  { id, format }: { id: string; format: 'json' | 'html' },
): Promise<void> {
  if (!idSchema.safeParse(id).success)
    throw new AppError('invalid_input', `${id.slice(0, 100)} is not the id of a run.`, { details: { field: 'id' } })
  const { fileName, contentType, text } = await context.services().exports.document({ backtestId: id, format })
  response.writeHead(200, headersOf(fileName, contentType))
  response.end(text)
}

/** The first piece is awaited before the head is sent, so that an error still has a status of its own. */
async function sendCsv(response: ServerResponse, pieces: Pieces): Promise<void> {
  const first = await pieces.next()
  if (first.done) throw new AppError('internal', 'The export was empty.')
  response.writeHead(200, headersOf(first.value.fileName, 'text/csv'))
  async function* texts(text: string): AsyncGenerator<string> {
    yield text
    for await (const piece of pieces) yield piece.text
  }
  await pipeline(Readable.from(texts(first.value.text)), response)
}

async function sendManifest(response: ServerResponse, pieces: Pieces): Promise<void> {
  let manifest = ''
  let fileName = 'manifest.json'
  for await (const piece of pieces) {
    manifest = piece.manifest ?? manifest
    fileName = piece.fileName.replace(/\.csv$/, '.manifest.json')
  }
  response.writeHead(200, headersOf(fileName, 'application/json'))
  response.end(manifest)
}

function readTableRequest(table: string, query: URLSearchParams) {
  const lists = ['runs', 'statuses', 'types', 'tags']
  const fields = [...new Set(query.keys())].map((name) => [name, lists.includes(name) ? query.getAll(name) : query.get(name)])
  const parsed = csvExportInputSchema.safeParse({ table, ...Object.fromEntries(fields) })
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0] ?? { path: ['table'], message: 'is not known' }
  throw new AppError('invalid_input', `${path.join('.')}: ${message}`, { details: { field: String(path[0] ?? 'table') } })
}

function headersOf(fileName: string, contentType: string) {
  return {
    'content-type': `${contentType}; charset=utf-8`,
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
  }
}
