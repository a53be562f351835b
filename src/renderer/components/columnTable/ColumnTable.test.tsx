import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { giveElementsHeight } from '../../../../tests/builders/layout.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { type ColumnSpec, ColumnTable } from './ColumnTable.tsx'

const ROWS = 100_000
const profit = (row: number) => (row * 7919) % ROWS
const columns: readonly ColumnSpec[] = [
  { key: 'trade', header: 'Trade', align: 'right', widthPx: 80, cell: (row) => `#${row}`, sortValue: (row) => row },
  { key: 'profit', header: 'Profit', align: 'right', widthPx: 80, cell: (row) => profit(row), sortValue: profit },
]

const firstCells = () =>
  screen
    .getAllByRole('row')
    .slice(1, 4)
    .map((row) => within(row).getAllByRole('cell')[1]?.textContent)

describe('ColumnTable', () => {
  giveElementsHeight(320)

  it('keeps few of 100,000 rows in the page and tells how many there are', () => {
    renderWithApp(<ColumnTable label="Trades" rowCount={ROWS} columns={columns} height={320} />, { client: {} })
    expect(screen.getByRole('table', { name: 'Trades' })).toHaveAttribute('aria-rowcount', '100001')
    expect(screen.getByText('#0')).toBeVisible()
    expect(screen.getAllByRole('row').length).toBeLessThan(60)
  })

  it('sorts by a column, and the other way at the second click', async () => {
    renderWithApp(<ColumnTable label="Trades" rowCount={ROWS} columns={columns} height={320} />, { client: {} })
    await userEvent.click(screen.getByRole('button', { name: 'Profit' }))
    const header = screen.getByRole('columnheader', { name: 'Profit' })
    expect(header).toHaveAttribute('aria-sort', 'descending')
    expect(firstCells()).toEqual(['99999', '99998', '99997'])
    await userEvent.click(screen.getByRole('button', { name: 'Profit' }))
    expect(header).toHaveAttribute('aria-sort', 'ascending')
    expect(firstCells()).toEqual(['0', '1', '2'])
  })
})
