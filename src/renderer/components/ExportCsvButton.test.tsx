import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CsvExportInput } from '#shared/contract/csvExports.ts'
import { renderWithApp, streamOf } from '../../../tests/builders/renderWithApp.tsx'
import { ExportCsvButton } from './ExportCsvButton.tsx'

function watchDownloads() {
  const blobs: Blob[] = []
  const names: string[] = []
  URL.createObjectURL = (blob) => {
    blobs.push(blob as Blob)
    return 'blob:test'
  }
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download)
  })
  return { blobs, names }
}

const PIECES = [
  { fileName: 'datasets.csv', text: 'name,bars\r\n', manifest: null },
  { fileName: 'datasets.csv', text: 'S&P 500,5105\r\n', manifest: null },
  { fileName: 'datasets.csv', text: '', manifest: '{"rows":1}' },
]

afterEach(() => vi.restoreAllMocks())

describe('ExportCsvButton', () => {
  it('joins the pieces into one file under the suggested name', async () => {
    const downloads = watchDownloads()
    const asked: CsvExportInput[] = []
    const stream = async (input: CsvExportInput) => {
      asked.push(input)
      return streamOf(...PIECES)
    }
    renderWithApp(<ExportCsvButton input={{ table: 'datasets' }} />, { client: { csvExports: { stream: stream as never } } })
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Safe for spreadsheets' }))
    await waitFor(() => expect(downloads.names).toEqual(['datasets.csv']))
    expect(asked).toEqual([{ table: 'datasets', mode: 'spreadsheet' }])
    expect(await downloads.blobs[0]?.text()).toBe('name,bars\r\nS&P 500,5105\r\n')
  })

  const address = (query: string) => `text/csv:strategies.csv:${window.location.origin}/api/v2/exports/tables/strategies.csv?${query}`
  it.each([
    { name: 'as an address of its rows', more: { search: 'Trend & more' }, query: 'tags=a&tags=b&search=Trend+%26+more&mode=spreadsheet' },
    { name: 'not at all where an address cannot say which rows', more: { includeArchived: true }, query: null },
  ])('is dragged out of a browser $name', async ({ more, query }) => {
    renderWithApp(<ExportCsvButton input={{ table: 'strategies', tags: ['a', 'b'], ...more }} />, { client: {} })
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }))
    const item = await screen.findByRole('menuitem', { name: 'Safe for spreadsheets' })
    const event = createEvent.dragStart(item)
    const given: string[] = []
    Object.assign(event, { dataTransfer: { setData: (_type: string, value: string) => given.push(value) } })
    fireEvent(item, event)
    expect(given).toEqual(query === null ? [] : [address(query)])
  })

  it('puts the manifest beside the file in a ZIP', async () => {
    const downloads = watchDownloads()
    const stream = async () => streamOf(...PIECES)
    renderWithApp(<ExportCsvButton input={{ table: 'datasets' }} />, { client: { csvExports: { stream: stream as never } } })
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Raw with manifest (ZIP)' }))
    await waitFor(() => expect(downloads.names).toEqual(['datasets.zip']))
    const files = unzipSync(new Uint8Array((await downloads.blobs[0]?.arrayBuffer()) ?? []))
    const texts = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
    expect(texts).toEqual({ 'datasets.csv': 'name,bars\r\nS&P 500,5105\r\n', 'datasets.manifest.json': '{"rows":1}' })
  })

  it('says why an export failed and saves nothing', async () => {
    const downloads = watchDownloads()
    const stream = async () => {
      throw new Error('the disk is full')
    }
    renderWithApp(<ExportCsvButton input={{ table: 'datasets' }} />, { client: { csvExports: { stream } } })
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Raw, full precision' }))
    expect(await screen.findByText(/the disk is full/)).toBeVisible()
    expect(downloads.names).toEqual([])
  })
})
