import { ORPCError } from '@orpc/client'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { CsvPreview } from '#shared/contract/datasets.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeDataset, makeQuality, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { DataPage } from './DataPage.tsx'

function show(datasets: Dataset[], procedures: FakeProcedures['datasets'] = {}, path = '/data') {
  return renderWithApp(<DataPage />, {
    path,
    client: { datasets: { list: async () => pageOf(...datasets), get: async () => datasets[0] ?? makeDataset(), ...procedures } },
  })
}

const preview: CsvPreview = {
  columns: ['date', 'open', 'high', 'low', 'close', 'volume'],
  rows: [['2020-01-02', '10', '11', '9', '10.5', '1000']],
  symbol: 'ACME',
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

async function choose(text: string) {
  const input = await screen.findByLabelText('CSV file')
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
    const importCsv = vi.fn(async () => makeDataset({ name: 'acme-2020', barCount: 2 }))
    show([], { previewCsv: async () => preview, importCsv }, '/data?open=import')
    await choose('date,open,high,low,close,volume\n')
    const problems = await screen.findByRole('table', { name: 'Problems by line' })
    expect(within(problems).getByRole('row', { name: '3 high is below the close' })).toBeVisible()
    expect(screen.getByLabelText(/Name/)).toHaveValue('acme-2020')
    expect(screen.getByLabelText(/Symbol/)).toHaveValue('ACME')

    const importButton = screen.getByRole('button', { name: 'Import 2 bars' })
    expect(importButton).toBeDisabled()
    await userEvent.click(screen.getByLabelText('Import without the 1 rejected row'))
    await userEvent.click(importButton)
    await waitFor(() => expect(importCsv).toHaveBeenCalledOnce())
    const asked = { name: 'acme-2020', symbol: 'ACME', source: 'acme-2020.csv', adjusted: null, skipRejected: true }
    expect(importCsv).toHaveBeenCalledWith({ ...asked, text: 'date,open,high,low,close,volume\n' }, expect.anything())
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  })

  it('says what is wrong with a file that is not a table of bars, and lets another be chosen', async () => {
    const previewCsv = async () => {
      throw new ORPCError('data_invalid', { message: 'Line 1 has no column "close". Add it or rename the column.', data: { line: 1 } })
    }
    show([], { previewCsv }, '/data?open=import')
    await choose('a,b\n')
    expect(await screen.findByRole('alert')).toHaveTextContent('Line 1 has no column "close"')
    expect(screen.getByLabelText('CSV file')).toBeInTheDocument()
  })

  it('shows the quality report of a dataset', async () => {
    show([makeDataset({ quality: makeQuality({ gapFraction: null, zeroVolumeBars: 0 }) })])
    await userEvent.click(await screen.findByText('S&P 500 daily (sample)'))
    const drawer = await screen.findByRole('dialog', { name: 'S&P 500 daily (sample)' })
    expect(within(drawer).getByText('not known: no calendar fits these times')).toBeVisible()
    expect(within(drawer).getByRole('button', { name: 'Export bars' })).toBeVisible()
  })

  it('deletes after asking, and says why when it cannot', async () => {
    const refusal = new ORPCError('conflict', { message: '2 backtests use this dataset. Delete them first.', data: {} })
    const remove = vi.fn(async () => {
      throw refusal
    })
    show([makeDataset()], { delete: remove })
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for S&P 500 daily (sample)' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    expect(remove).not.toHaveBeenCalled()
    const dialog = await screen.findByRole('dialog', { name: /Delete dataset/ })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('2 backtests use this dataset')
  })
})
