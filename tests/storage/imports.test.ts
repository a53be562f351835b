import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import { readSeries } from '#core/repositories/datasetChunks.ts'
import { hashBars } from '#engine/market/hashBars.ts'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parsePanelCsv } from '#engine/market/parsePanelCsv.ts'
import { hashPanel } from '#engine/panel/hashPanel.ts'
import { splitPanel } from '#engine/panel/panel.ts'
import { encodeBase64 } from '#shared/contract/base64.ts'
import type { Client } from '#shared/contract/contract.ts'
import { UPLOAD_PIECE_BYTES } from '#shared/contract/datasets.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from './dialects.ts'

/** An application whose temporary files lie in a folder of their own. */
async function openOn(db: Database): Promise<{ application: RunningApplication; temporaryFiles: () => Promise<string[]> }> {
  const folder = await freshFolder()
  vi.stubEnv('TMPDIR', folder)
  const application = await openTestApplication({
    connection: db.connection,
    password: db.dialect === 'postgres' ? testServer().password : null,
    dataDirectory: await freshFolder(),
    importSampleWhenEmpty: false,
  })
  cleanUpLater(async () => {
    await application.close()
    expect((await readdir(folder)).filter((name) => name.startsWith('aurelius-upload-'))).toEqual([])
    vi.unstubAllEnvs()
  })
  const temporaryFiles = async () => {
    const [uploads] = (await readdir(folder)).filter((name) => name.startsWith('aurelius-upload-'))
    return uploads === undefined ? [] : readdir(join(folder, uploads))
  }
  return { application, temporaryFiles }
}

async function upload(client: Client, text: string): Promise<string> {
  const bytes = Buffer.from(text)
  const { uploadId } = await client.datasets.openUpload({ byteLength: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += UPLOAD_PIECE_BYTES) {
    await client.datasets.appendUpload({ uploadId, offset, base64: encodeBase64(bytes.subarray(offset, offset + UPLOAD_PIECE_BYTES)) })
  }
  return uploadId
}

async function importWhole(client: Client, text: string) {
  const uploadId = await upload(client, text)
  for await (const event of await client.datasets.importUpload({ uploadId, name: 'Whole' })) {
    if (event.kind === 'stored') return event.dataset
  }
  throw new Error('the import ended without a dataset')
}

const priceOf = (bar: number) => (100 + 10 * Math.sin(bar / 50)).toFixed(4)

/** Minute bars of one instrument: more than fit into one block. */
function minuteBars(count: number): string {
  const rows = Array.from({ length: count }, (_, bar) => `${1.5e9 + bar * 60},${priceOf(bar)},200,1,${priceOf(bar + 1)},${bar % 7}\n`)
  return `time,open,high,low,close,volume\n${rows.join('')}`
}

/** Three instruments by time, one of which starts late and one of which misses bars. */
function panelOf(count: number): string {
  const rows = Array.from({ length: count }, (_, bar) => {
    const row = (symbol: string) =>
      `${1.5e9 + bar * 60},${symbol},${priceOf(bar)},200,1,${priceOf(bar + 1)},5,${bar % 5 === 0 ? '' : bar / 1e6}\n`
    return `${row('C')}${bar % 3 === 0 ? '' : row('A')}${bar < 1000 ? '' : row('B')}`
  })
  return `time,symbol,open,high,low,close,volume,carry\n${rows.join('')}`
}

async function countRows(db: Database): Promise<Record<string, number>> {
  const counted: Record<string, number> = {}
  for (const table of ['datasets', 'dataset_chunks', 'panel_chunks', 'audit_log']) {
    const rows: unknown[] = await db.run((knex) => knex(table).select(knex.raw('1')))
    counted[table] = rows.length
  }
  return counted
}

describeOnBothDialects('a file that is imported', (makeDatabase) => {
  it('is cancelled while it is read, leaves nothing behind and can be imported again', { timeout: 120_000 }, async () => {
    const db = await makeDatabase()
    const { application, temporaryFiles } = await openOn(db)
    const { client } = application
    const uploadId = await upload(client, minuteBars(300_000))
    const before = await countRows(db)
    const stop = new AbortController()
    let last = 0
    const cancelled = (async () => {
      for await (const event of await client.datasets.importUpload({ uploadId, name: 'Stopped' }, { signal: stop.signal })) {
        if (event.kind === 'progress') last = event.fraction
        if (last > 0) stop.abort()
      }
    })()
    await expect(cancelled).rejects.toThrow()
    expect(last).toBeGreaterThan(0)
    expect(last).toBeLessThan(1)
    expect(await countRows(db)).toEqual(before)
    await vi.waitFor(async () => expect(await temporaryFiles()).toEqual([uploadId]), { timeout: 20_000 })
    for await (const event of await client.datasets.importUpload({ uploadId, name: 'Again' })) {
      if (event.kind === 'stored') expect(event.dataset.barCount).toBe(300_000)
    }
    expect((await countRows(db))['datasets']).toBe(1)
    expect(await temporaryFiles()).toEqual([])
  })

  it('has the hash and the bars of the same text read in memory, block after block', { timeout: 120_000 }, async () => {
    const db = await makeDatabase()
    const { client } = (await openOn(db)).application
    const text = minuteBars(140_000)
    const { bars, quality } = parseBarsCsv(text)
    const dataset = await importWhole(client, text)
    expect(dataset).toMatchObject({ dataHash: hashBars(bars), barCount: 140_000, quality })
    expect((await readSeries(db, dataset))[0]!.bars).toEqual(bars)

    const panel = parsePanelCsv(panelOf(70_000))
    const stored = await importWhole(client, panelOf(70_000))
    expect(stored).toMatchObject({ dataHash: hashPanel(panel), symbols: ['A', 'B', 'C'] })
    expect(await readSeries(db, stored)).toEqual(splitPanel(panel))
  })

  it('lists every row that would be left out, beyond those in the report', { timeout: 60_000 }, async () => {
    const { application, temporaryFiles } = await openOn(await makeDatabase())
    const { client } = application
    const rows = Array.from({ length: 250 }, (_, i) => `${1.5e9 + i * 60},10,9,8,10,1\n`)
    const uploadId = await upload(client, `${minuteBars(3)}${rows.join('')}`)
    const { quality } = await client.datasets.previewUpload({ uploadId })
    expect(quality).toMatchObject({ rejectedRows: 250, issues: expect.objectContaining({ length: 100 }) })
    let csv = ''
    for await (const { text } of await client.csvExports.stream({ table: 'rejects', uploadId })) csv += text
    const lines = csv.trimEnd().split('\r\n')
    expect(lines).toHaveLength(251)
    expect(lines.slice(0, 2)).toEqual(['line,column,problem', '5,time,is earlier than the row before; sort the rows by time'])
    expect(lines.at(-1)).toBe('254,high,"9 is below the bar\'s own open, close or low (10)"')
    expect(await temporaryFiles()).toEqual([uploadId])

    const allBad = await upload(client, 'time,open,high,low,close\nx,1,1,1,1\n')
    const pieces: string[] = []
    for await (const { text } of await client.csvExports.stream({ table: 'rejects', uploadId: allBad })) pieces.push(text)
    expect(pieces.join('')).toContain('2,time,')
  })
})
