import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import type { Client } from '#shared/contract/contract.ts'
import type { CsvExportRequest } from '#shared/contract/csvExports.ts'
import { useClient } from '../api/ApiProvider.tsx'
import { readError } from '../api/readError.ts'
import { saveBlob } from './saveBlob.ts'

/** A file as the application made it, ready to be saved. */
export interface ExportFile {
  readonly fileName: string
  readonly contentType: string
  readonly parts: BlobPart[]
}

/** One table as CSV. */
export async function fetchCsv(client: Client, input: CsvExportRequest): Promise<ExportFile> {
  const { fileName, parts } = await fetchDescribedCsv(client, input)
  return { fileName, contentType: 'text/csv;charset=utf-8', parts }
}

/** One table and its manifest, as a ZIP. */
export async function fetchCsvWithManifest(client: Client, input: CsvExportRequest): Promise<ExportFile> {
  const { fileName, parts, manifest } = await fetchDescribedCsv(client, input)
  const name = fileName.replace(/\.csv$/, '')
  return zipOf(
    `${name}.zip`,
    new Map([
      [fileName, parts],
      [`${name}.manifest.json`, [manifest]],
    ]),
  )
}

async function fetchDescribedCsv(client: Client, input: CsvExportRequest) {
  const parts: string[] = []
  let fileName = `${input.table}.csv`
  let manifest = ''
  for await (const piece of await client.csvExports.stream(input)) {
    parts.push(piece.text)
    fileName = piece.fileName
    manifest = piece.manifest ?? manifest
  }
  return { fileName, parts, manifest }
}

/** A run as one file: JSON, or a tear sheet. */
export async function fetchRunDocument(client: Client, backtestId: string, format: 'json' | 'html'): Promise<ExportFile> {
  const { fileName, contentType, text } = await client.exports.document({ backtestId, format })
  return { fileName, contentType: `${contentType};charset=utf-8`, parts: [text] }
}

/** The tear sheet of a run as PDF; only the desktop window prints one. */
export async function fetchTearSheetPdf(client: Client, backtestId: string): Promise<ExportFile> {
  const { fileName, contentType, base64 } = await client.exports.pdf({ backtestId })
  return { fileName, contentType, parts: [Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))] }
}

type FolderRequest = Parameters<Client['exports']['folder']>[0]

/** Many files as a ZIP. */
export async function fetchFolder(client: Client, request: FolderRequest, name: string): Promise<ExportFile> {
  return zipOf(`${name}.zip`, await gatherFiles(await client.exports.folder(request)))
}

/** The evidence pack of a strategy, with the data, as a ZIP. */
export async function fetchEvidencePack(client: Client, strategyId: string): Promise<ExportFile> {
  return zipOf(`evidence-${strategyId}.zip`, await gatherFiles(await client.evidence.export({ strategyId })))
}

async function gatherFiles(pieces: AsyncIterable<{ readonly path: string; readonly text: string }>): Promise<Map<string, string[]>> {
  const files = new Map<string, string[]>()
  for await (const { path, text } of pieces) {
    const parts = files.get(path)
    if (parts === undefined) files.set(path, [text])
    else parts.push(text)
  }
  return files
}

/** The library is loaded with the first ZIP. */
async function zipOf(fileName: string, files: ReadonlyMap<string, readonly string[]>): Promise<ExportFile> {
  const { strToU8, zipSync } = await import('fflate')
  const bytes = zipSync(Object.fromEntries([...files].map(([path, parts]) => [path, strToU8(parts.join(''))])))
  return { fileName, contentType: 'application/zip', parts: [new Uint8Array(bytes)] }
}

/** Fetches a file and saves it; says which one, or why not, and nothing when the person changed their mind. */
export function useSaveExport() {
  const client = useClient()
  return useMutation({
    mutationFn: async (fetchFile: (client: Client) => Promise<ExportFile>) => {
      const { fileName, contentType, parts } = await fetchFile(client)
      return (await saveBlob(new Blob(parts, { type: contentType }), fileName)) ? fileName : null
    },
    onSuccess: (fileName) => {
      if (fileName !== null) notifications.show({ message: `Saved ${fileName}` })
    },
    onError: (error) => notifications.show({ color: 'red', title: 'The export failed', message: readError(error).message }),
  })
}
