import { ORPCError } from '@orpc/client'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import type { ImportEvent, ImportPreview } from '#shared/contract/datasets.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import { type FakeProcedures, renderWithApp, streamOf } from '../../../../tests/builders/renderWithApp.tsx'
import { makeDataset, makeQuality, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { DataPage } from './DataPage.tsx'

function show(datasets: Dataset[], procedures: FakeProcedures['datasets'] = {}, path = '/data') {
  return renderWithApp(<DataPage />, {
    path,
    client: { datasets: { list: async () => pageOf(...datasets), get: async () => datasets[0] ?? makeDataset(), ...procedures } },
  })
}

const preview: ImportPreview = {
  format: 'csv',
  delimiter: ',',
  columns: [
    { name: 'date', type: 'date', field: 'time' },
    { name: 'open', type: 'integer', field: 'open' },
    { name: 'high', type: 'integer', field: 'high' },
    { name: 'low', type: 'integer', field: 'low' },
    { name: 'close', type: 'decimal', field: 'close' },
    { name: 'Adj', type: 'decimal', field: null },
  ],
  rows: [['2020-01-02', '10', '11', '9', '10.5', '1000']],
  kind: 'bars',
  symbols: ['ACME'],
  problem: null,
  question: null,
  quality: makeQuality({
    rows: 3,
    rejectedRows: 1,
    ohlcViolations: 1,
    issues: [{ line: 3, column: 'high', problem: 'is below the close' }],
  }),
  firstTimeMs: Date.UTC(2020, 0, 2),
  lastTimeMs: Date.UTC(2020, 0, 6),
  barCount: 2,
}

type PreviewRequest = Parameters<Client['datasets']['previewUpload']>[0]

const uploadId = '01890000-0000-7000-8000-000000000009'

/** What an upload calls; the pieces that arrive are kept. */
function uploads(pieces: string[] = []) {
  return {
    openUpload: async () => ({ uploadId }),
    appendUpload: async ({ base64 }: { base64: string }) => {
      pieces.push(atob(base64))
      return { receivedBytes: 0 }
    },
    closeUpload: async () => ({ uploadId }),
  }
}

async function choose(text: string) {
  const input = await screen.findByLabelText('CSV or Parquet file')
  await userEvent.upload(input, new File([text], 'acme-2020.csv', { type: 'text/csv' }))
}

describe('DataPage', () => {
  it('lists datasets with bars, range, quality and hash', async () => {
    show([makeDataset()])
    const row = await screen.findByRole('row', { name: /S&P 500 daily/ })
    for (const text of ['5,105', '2000-01-03', '2020-04-17', 'Pass', 'abababababab']) expect(within(row).getByText(text)).toBeVisible()
  })

  it('invites to use the sample when there is nothing', async () => {
    const datasets: Dataset[] = []
    show(datasets, {
      importSample: async () => {
        datasets.push(makeDataset())
        return makeDataset()
      },
    })
    expect(await screen.findByText(/No data yet/)).toBeVisible()
    await userEvent.click(screen.getAllByRole('button', { name: 'Use the sample' })[0]!)
    expect(await screen.findByRole('row', { name: /S&P 500 daily/ })).toBeVisible()
  })

  it('shows rejects by line and imports only after the user leaves them out', async () => {
    const importUpload = vi.fn(async () =>
      streamOf<ImportEvent>({ kind: 'stored', dataset: makeDataset({ name: 'acme-2020', barCount: 2 }) }),
    )
    const pieces: string[] = []
    show(
      [],
      {
        ...uploads(pieces),
        previewUpload: async () => preview,
        importUpload: importUpload as unknown as Client['datasets']['importUpload'],
      },
      '/data?import=yes',
    )
    await choose('date,open,high,low,close,volume\n')
    expect(await screen.findByRole('tab', { name: 'Quality report' })).toBeVisible()
    await userEvent.click(screen.getByRole('tab', { name: 'Quality report' }))
    const problems = await screen.findByRole('table', { name: 'Problems by line' })
    expect(within(problems).getByRole('row', { name: '3 high is below the close' })).toBeVisible()
    expect(screen.getByLabelText(/Name/)).toHaveValue('acme-2020')
    expect(screen.getByLabelText(/^Symbol/)).toHaveValue('ACME')
    expect(pieces.join('')).toBe('date,open,high,low,close,volume\n')

    const importButton = screen.getByRole('button', { name: 'Import 2 bars' })
    expect(importButton).toBeDisabled()
    await userEvent.click(screen.getByLabelText('Import without the 1 rejected row'))
    await userEvent.click(importButton)
    await waitFor(() => expect(importUpload).toHaveBeenCalledOnce())
    const asked = {
      name: 'acme-2020',
      symbol: 'ACME',
      source: 'acme-2020.csv',
      adjusted: null,
      survivorship: 'unknown',
      skipRejected: true,
    }
    const reading = { delimiter: null, decimal: '.', timeFormat: 'auto', timezone: 'UTC', columns: {} }
    expect(importUpload).toHaveBeenCalledWith({ ...asked, uploadId, reading }, expect.anything())
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  })

  it('saves all rejected rows, not only those shown', async () => {
    const stream = vi.fn(async () => streamOf({ fileName: 'rejected_rows.csv', text: 'line,column,problem', manifest: null }))
    renderWithApp(<DataPage />, {
      path: '/data?import=yes',
      client: {
        datasets: { list: async () => pageOf(), ...uploads(), previewUpload: async () => preview },
        csvExports: { stream: stream as unknown as Client['csvExports']['stream'] },
      },
    })
    await choose('x')
    await userEvent.click(await screen.findByRole('button', { name: 'Save all rejected rows' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Raw, full precision' }))
    const reading = { delimiter: null, decimal: '.', timeFormat: 'auto', timezone: 'UTC', columns: {} }
    await waitFor(() => expect(stream).toHaveBeenCalledWith({ table: 'rejects', uploadId, reading, mode: 'raw' }))
  })

  it('stops an import that is under way when asked, and offers the file again', async () => {
    let wasStopped = false
    async function* endless(signal: AbortSignal | undefined): AsyncGenerator<ImportEvent> {
      yield { kind: 'progress', fraction: 0.4 }
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    }
    const importUpload = async (_request: unknown, options?: { signal?: AbortSignal }) => {
      options?.signal?.addEventListener('abort', () => {
        wasStopped = true
      })
      return endless(options?.signal)
    }
    const clean = { ...preview, quality: makeQuality({ rows: 2 }) }
    const procedures = { ...uploads(), previewUpload: async () => clean, importUpload: importUpload as Client['datasets']['importUpload'] }
    show([], procedures, '/data?import=yes')
    await choose('x')
    await userEvent.click(await screen.findByRole('button', { name: 'Import 2 bars' }))
    expect(await screen.findByText('Importing 40%')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(wasStopped).toBe(true))
    expect(await screen.findByRole('button', { name: 'Import 2 bars' })).toBeEnabled()
    expect(screen.queryByText(/^Importing/)).not.toBeInTheDocument()
    expect(screen.queryByText(/^Imported/)).not.toBeInTheDocument()
  })

  it('asks whether the day or the month comes first, and reads the file again', async () => {
    const asks = {
      ...preview,
      kind: null,
      quality: null,
      barCount: 0,
      problem: 'line 2: 03/04/2020 can have the day or the month first',
      question: 'timeFormat' as const,
    }
    const previewUpload = vi.fn(async ({ reading }: PreviewRequest) => (reading?.timeFormat === 'day_first' ? preview : asks))
    show([], { ...uploads(), previewUpload }, '/data?import=yes')
    await choose('x')
    expect(await screen.findByText(/can have the day or the month first/)).toBeVisible()
    expect(screen.getByText('Is the day or the month first?')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Import 0 bars' })).toBeDisabled()
    await userEvent.click(screen.getByRole('combobox', { name: /Dates and times/ }))
    await userEvent.click(await screen.findByRole('option', { name: /Day first/ }))
    expect(await screen.findByText(/2 bars can be imported/)).toBeVisible()
  })

  it('reads a column as what the person says', async () => {
    const previewUpload = vi.fn(async (_request: PreviewRequest) => preview)
    show([], { ...uploads(), previewUpload }, '/data?import=yes')
    await choose('x')
    await userEvent.click(await screen.findByRole('tab', { name: 'First 1 rows' }))
    await userEvent.click(await screen.findByRole('combobox', { name: 'Column Adj is read as' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Adjusted close' }))
    await waitFor(() => expect(previewUpload.mock.lastCall?.[0].reading).toMatchObject({ columns: { adjusted_close: 'Adj' } }))
  })

  it('says what is wrong with a file that is no table, and lets another be chosen', async () => {
    const previewUpload = async () => {
      throw new ORPCError('data_invalid', { message: 'The file is neither UTF-8 text nor Parquet.', data: {} })
    }
    show([], { ...uploads(), previewUpload }, '/data?import=yes')
    await choose('a,b\n')
    expect(await screen.findByRole('alert')).toHaveTextContent('neither UTF-8 text nor Parquet')
    await userEvent.click(screen.getByRole('button', { name: 'Choose another file' }))
    expect(await screen.findByLabelText('CSV or Parquet file')).toBeInTheDocument()
  })

  it('changes what is said about a dataset', async () => {
    const update = vi.fn(async () => makeDataset())
    show([makeDataset()], { update })
    await userEvent.click(await screen.findByText('S&P 500 daily (sample)'))
    const drawer = await screen.findByRole('dialog', { name: 'S&P 500 daily (sample)' })
    await userEvent.click(within(drawer).getByRole('button', { name: 'Edit facts' }))
    await userEvent.click(within(drawer).getByRole('combobox', { name: 'Instruments in the data' }))
    await userEvent.click(await screen.findByRole('option', { name: "Only today's members" }))
    await userEvent.click(within(drawer).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(update).toHaveBeenCalledOnce())
    expect(update).toHaveBeenCalledWith(
      expect.objectContaining({ survivorship: 'current_constituents', adjusted: null }),
      expect.anything(),
    )
  })

  it('begins the details at their heading, keeps the Tab key within, and goes back to the row', async () => {
    show([makeDataset()])
    const row = await screen.findByRole('row', { name: /S&P 500 daily/ })
    row.focus()
    await userEvent.keyboard('{Enter}')
    const drawer = await screen.findByRole('dialog', { name: 'S&P 500 daily (sample)' })
    await waitFor(() => expect(within(drawer).getByText('S&P 500 daily (sample)')).toHaveFocus())
    await userEvent.tab()
    expect(within(drawer).getByRole('button', { name: 'Close' })).toHaveFocus()
    await userEvent.tab({ shift: true })
    expect(drawer).toContainElement(document.activeElement as HTMLElement)
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    await waitFor(() => expect(screen.getByRole('row', { name: /S&P 500 daily/ })).toHaveFocus())
    expect(screen.getByLabelText('Shown path')).toHaveTextContent(/^\/data$/)
  })

  it('shows the quality report of a dataset', async () => {
    show([makeDataset({ quality: makeQuality({ gapFraction: null, zeroVolumeBars: 0 }) })])
    await userEvent.click(await screen.findByText('S&P 500 daily (sample)'))
    const drawer = await screen.findByRole('dialog', { name: 'S&P 500 daily (sample)' })
    expect(within(drawer).getByText('not known: no calendar fits these times')).toBeVisible()
    expect(within(drawer).getByRole('button', { name: 'Export bars' })).toBeVisible()
  })

  it('searches and sorts on the server, and keeps both in the address', async () => {
    const list = vi.fn(async ({ search }: { search?: string } = {}) => pageOf(...(search ? [] : [makeDataset()])))
    show([], { list: list as unknown as Client['datasets']['list'] })
    await screen.findByRole('row', { name: /S&P 500 daily/ })
    await userEvent.click(screen.getByRole('button', { name: /^Name/ }))
    await waitFor(() => expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ search: '', sort: 'name' }), expect.anything()))
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search datasets' }), 'dax')
    expect(await screen.findByText('No dataset fits this search.')).toBeVisible()
    expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ search: 'dax', sort: 'name' }), expect.anything())
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('search=dax')
    await userEvent.click(screen.getByRole('button', { name: 'Clear search' }))
    expect(await screen.findByRole('row', { name: /S&P 500 daily/ })).toBeVisible()
  })

  it('takes the deletion of a dataset that nothing uses back', async () => {
    const remove = vi.fn(async () => ({ id: makeDataset().id }))
    show([makeDataset()], { countDependents: async () => ({ backtests: 0, sweeps: 0, validations: 0, pipelines: 1 }), delete: remove })
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for S&P 500 daily (sample)' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete dataset "S&P 500 daily (sample)"?' })
    expect(within(dialog).getByText(/1 pipeline on it goes with it/)).toBeVisible()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(screen.queryByRole('row', { name: /S&P 500 daily/ })).toBeNull())
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(await screen.findByRole('row', { name: /S&P 500 daily/ })).toBeVisible()
    expect(remove).not.toHaveBeenCalled()
  })

  it('says what keeps a dataset from being deleted', async () => {
    show([makeDataset()], { countDependents: async () => ({ backtests: 2, sweeps: 1, validations: 0, pipelines: 0 }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for S&P 500 daily (sample)' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    const dialog = await screen.findByRole('dialog', { name: '"S&P 500 daily (sample)" is in use' })
    expect(within(dialog).getByText(/^2 backtests and 1 sweep rest on its bars/)).toBeVisible()
    expect(within(dialog).queryByRole('button', { name: 'Delete' })).toBeNull()
  })
})
