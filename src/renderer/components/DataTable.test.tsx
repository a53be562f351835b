import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { DataTable } from './DataTable.tsx'
import type { DataColumn, DataTableProps } from './dataTableProps.ts'
import { EmptyState } from './EmptyState.tsx'

interface Run {
  readonly id: string
  readonly name: string
  readonly trades: number
}

const runs: readonly Run[] = [
  { id: 'a', name: 'Trend', trades: 12 },
  { id: 'b', name: 'Reversion', trades: 0 },
]

const columns: readonly DataColumn<Run>[] = [
  { id: 'name', header: 'Name', sortKey: 'name', cell: (run) => run.name },
  { id: 'trades', header: 'Trades', align: 'end', sortKey: 'totalTrades', cell: (run) => run.trades },
]

function show(props: Partial<DataTableProps<Run>> = {}) {
  return renderWithApp(
    <DataTable
      label="Runs"
      columns={columns}
      rows={runs}
      rowId={(run) => run.id}
      rowName={(run) => run.name}
      empty={<EmptyState message="No runs yet." action={<button type="button">Run backtest</button>} />}
      {...props}
    />,
    { client: {} },
  )
}

describe('DataTable', () => {
  afterEach(() => localStorage.clear())

  it('shows rows, and zero as zero', () => {
    show()
    const row = screen.getByRole('row', { name: /Reversion/ })
    expect(within(row).getByText('0')).toBeVisible()
  })

  it('asks for words from A to Z and numbers largest first', async () => {
    const onSortChange = vi.fn()
    show({ onSortChange, sort: { key: 'createdAt', direction: 'desc' } })
    await userEvent.click(screen.getByRole('button', { name: 'Name' }))
    await userEvent.click(screen.getByRole('button', { name: 'Trades' }))
    expect(onSortChange.mock.calls).toEqual([[{ key: 'name', direction: 'asc' }], [{ key: 'totalTrades', direction: 'desc' }]])
  })

  it('turns the order round on a second click and says how it is sorted', async () => {
    const onSortChange = vi.fn()
    show({ onSortChange, sort: { key: 'totalTrades', direction: 'desc' } })
    expect(screen.getByRole('columnheader', { name: 'Trades' })).toHaveAttribute('aria-sort', 'descending')
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'none')
    await userEvent.click(screen.getByRole('button', { name: 'Trades' }))
    expect(onSortChange).toHaveBeenCalledWith({ key: 'totalTrades', direction: 'asc' })
  })

  it('says how many of how many are shown and loads more', async () => {
    const onLoadMore = vi.fn()
    show({ total: 1234, hasMore: true, onLoadMore })
    expect(screen.getByText('2 of 1,234')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }))
    expect(onLoadMore).toHaveBeenCalledOnce()
  })

  it('opens a row by click or Enter, and moves with the arrows', async () => {
    const onOpenRow = vi.fn()
    show({ onOpenRow })
    await userEvent.click(screen.getByText('Trend'))
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(onOpenRow.mock.calls.map(([run]) => run.id)).toEqual(['a', 'b'])
  })

  it('runs a row action without opening the row', async () => {
    const onOpenRow = vi.fn()
    const remove = vi.fn()
    show({ onOpenRow, rowActions: () => [{ label: 'Delete', run: remove, isDestructive: true }] })
    await userEvent.click(screen.getByRole('button', { name: 'Actions for Trend' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    expect(remove).toHaveBeenCalledOnce()
    expect(onOpenRow).not.toHaveBeenCalled()
  })

  it('opens a menu of a row by the keyboard and gives the focus back when it is closed, again and again', async () => {
    show({ rowActions: () => [{ label: 'Delete', run: vi.fn() }] })
    for (let times = 0; times < 2; times += 1) {
      screen.getByRole('button', { name: 'Actions for Trend' }).focus()
      await userEvent.keyboard('{Enter}')
      await screen.findByRole('menuitem', { name: 'Delete' })
      await userEvent.keyboard('{Escape}')
      await waitFor(() => expect(screen.getByRole('button', { name: 'Actions for Trend' })).toHaveFocus())
    }
  })

  it('shows every row of a long list, in order', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ id: `run-${index}`, name: `Run ${index}`, trades: index }))
    show({ rows: many })
    expect(screen.queryByText('Run 59')).toBeNull()
    expect(await screen.findByText('Run 59')).toBeVisible()
    const names = screen.getAllByText(/^Run \d+$/).map(({ textContent }) => textContent)
    expect(names).toEqual(many.map(({ name }) => name))
  })

  it('draws a row again only when the row is another one', async () => {
    const drawn: string[] = []
    const counted: readonly DataColumn<Run>[] = [{ id: 'name', header: 'Name', cell: ({ name }) => drawn.push(name) }]
    function Parent() {
      const [trend, setTrend] = useState(runs[0])
      const [times, setTimes] = useState(0)
      const rows = trend === undefined ? [] : [trend, ...runs.slice(1)]
      return (
        <>
          <button type="button" onClick={() => setTimes(times + 1)}>{`Pressed ${times}`}</button>
          <button type="button" onClick={() => setTrend({ id: 'a', name: 'Trend, renamed', trades: 12 })}>
            Rename
          </button>
          <DataTable label="Runs" columns={counted} rows={rows} rowId={({ id }) => id} rowName={({ name }) => name} empty={null} />
        </>
      )
    }
    renderWithApp(<Parent />, { client: {} })
    drawn.length = 0
    await userEvent.click(screen.getByRole('button', { name: 'Pressed 0' }))
    expect(screen.getByRole('button', { name: 'Pressed 1' })).toBeVisible()
    expect(drawn).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Rename' }))
    expect(drawn).toEqual(['Trend, renamed'])
  })

  it('offers in a menu what can be done when it is opened', async () => {
    let label = 'Cancel'
    show({ rowActions: () => [{ label, run: vi.fn() }] })
    const open = () => userEvent.click(screen.getByRole('button', { name: 'Actions for Trend' }))
    await open()
    expect(await screen.findByRole('menuitem', { name: 'Cancel' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    label = 'Delete'
    await open()
    expect(await screen.findByRole('menuitem', { name: 'Delete' })).toBeVisible()
    expect(screen.queryByRole('menuitem', { name: 'Cancel' })).not.toBeInTheDocument()
  })

  it('invites when there is nothing', () => {
    show({ rows: [] })
    expect(screen.getByText('No runs yet.')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Run backtest' })).toBeVisible()
    expect(screen.queryByRole('table')).not.toBeInTheDocument()
  })

  it('is busy while the first page is on its way', () => {
    show({ rows: undefined })
    expect(screen.getByRole('table', { name: 'Runs' })).toHaveAttribute('aria-busy', 'true')
  })

  it('tells what failed and tries again', async () => {
    const onRetry = vi.fn()
    show({ rows: undefined, error: new Error('no route to host'), onRetry })
    expect(screen.getByRole('alert')).toHaveTextContent('no route to host')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(onRetry).toHaveBeenCalledOnce()
  })

  it('hides a column, keeps it hidden after a reload, and shows all again', async () => {
    const { unmount } = show({ columnsKey: 'runs' })
    await userEvent.click(screen.getByRole('button', { name: 'Choose columns' }))
    expect(screen.queryByRole('menuitemcheckbox', { name: 'Name' })).not.toBeInTheDocument()
    await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Trades', checked: true }))
    expect(screen.queryByRole('columnheader', { name: 'Trades' })).not.toBeInTheDocument()
    unmount()

    show({ columnsKey: 'runs', rowActions: () => [] })
    expect(screen.getByRole('columnheader', { name: 'Name' })).toBeVisible()
    expect(screen.queryByText('12')).not.toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Choose columns' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Show all columns' }))
    expect(screen.getByText('12')).toBeVisible()
    expect(screen.getByRole('menuitem', { name: 'Show all columns' })).toBeDisabled()
  })

  it('shows an optional column to who asks for it, and keeps it shown after a reload', async () => {
    const withOptional = columns.map((column) => (column.id === 'trades' ? { ...column, isOptional: true } : column))
    const { unmount } = show({ columnsKey: 'runs', columns: withOptional })
    expect(screen.queryByRole('columnheader', { name: 'Trades' })).not.toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Choose columns' }))
    await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Trades', checked: false }))
    unmount()

    show({ columnsKey: 'runs', columns: withOptional })
    expect(screen.getByRole('columnheader', { name: 'Trades' })).toBeVisible()
  })
})
