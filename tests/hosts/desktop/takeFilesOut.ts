import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Client } from '#shared/contract/contract.ts'
import { downloads, seen } from './electronStub.ts'

type Window = (typeof seen.windows)[number]

/** A run, and its files on their way out: printed, dragged, saved. */
export async function takeFilesOut(window: Window, client: Client): Promise<Record<string, unknown>> {
  const backtestId = await finishedRun(client)
  const pdf = await client.exports.pdf({ backtestId })
  const [printed] = seen.printed
  const missing = await client.exports.pdf({ backtestId: NOBODY }).catch((error: { code: string }) => error.code)
  const windowsLeft = seen.windows.length
  await client.exports.dragOut({ kind: 'run', backtestId, format: 'html' })
  await client.exports.dragOut({ kind: 'table', input: { table: 'trades', backtestId } })
  await client.exports.dragOut({ kind: 'run', backtestId, format: 'pdf' })
  const { text } = await client.exports.document({ backtestId, format: 'html' })
  return {
    pdf: { fileName: pdf.fileName, isWhatWasPrinted: atob(pdf.base64) === `%PDF-1.7 of ${printed?.page.length} characters` },
    page: { isTearSheet: titleOf(printed?.page ?? '') === titleOf(text), windowsLeft },
    printOptions: printed?.options,
    printWindow: withoutSession(printed?.window ?? {}),
    missing,
    dragged: seen.dragged.map(({ file, icon }) => ({
      name: basename(file),
      starts: readFileSync(file, 'utf8').slice(0, 15),
      ...Object(icon),
    })),
    ...saveFiles(window),
  }
}

const NOBODY = '018f0000-0000-7000-8000-00000000dead'

const titleOf = (page: string) => /<title>(.*?)<\/title>/.exec(page)?.[1] ?? null

/** The session itself cannot be put into a report. */
function withoutSession({ webPreferences, ...options }: Record<string, unknown>): Record<string, unknown> {
  const { session: _session, ...preferences } = webPreferences as Record<string, unknown>
  return { ...options, webPreferences: preferences }
}

async function finishedRun(client: Client): Promise<string> {
  const [dataset] = (await client.datasets.list()).items
  const [candidate] = await client.strategies.generate({ goal: 'follow the trend' })
  const strategy = await client.strategies.create(candidate!.draft)
  const { id } = await client.backtests.run({ strategyId: strategy.id, datasetId: dataset!.id })
  while ((await client.backtests.get({ id })).status !== 'completed') await new Promise((resolve) => setTimeout(resolve, 20))
  return id
}

/** A download as Chromium would offer it to the main process. */
function saveFiles(window: Window): Record<string, unknown> {
  const before = window.webContents.sent.length
  const offer = (url: string, state: string) => {
    let prevented = false
    let asked: unknown = null
    const item = Object.assign(new EventEmitter(), {
      getURL: () => url,
      getFilename: () => 'trades.csv',
      getSavePath: () => '/home/ada/exports/renamed.csv',
      setSaveDialogOptions: (options: unknown) => {
        asked = options
      },
    })
    downloads.emit('will-download', { preventDefault: () => (prevented = true) }, item, window.webContents)
    item.emit('done', {}, state)
    return { prevented, asked }
  }
  const foreign = offer('blob:https://evil.example/1', 'completed')
  const own = offer('blob:app://aurelius/1', 'completed')
  const again = offer('blob:app://aurelius/1', 'cancelled')
  return { foreign, own, again, told: window.webContents.sent.slice(before) }
}

/** Dragged files that are still there. */
export function draggedLeft(): string[] {
  return seen.dragged.map(({ file }) => file).filter((file) => existsSync(file))
}
