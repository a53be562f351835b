import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { ComparedRun } from '#shared/contract/comparison.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makeFinishedRun, makePositions } from '../../../../tests/builders/finishedRun.ts'
import { giveElementsHeight } from '../../../../tests/builders/layout.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeBacktestSummary, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { ComparePage } from './ComparePage.tsx'

vi.mock('../../charts/ChartCanvas.tsx', () => ({
  ChartCanvas: ({ summary }: { summary: string }) => <div role="img" aria-label={summary} />,
}))

const ID = (which: number) => `01890000-0000-7000-8000-00000000010${which}`
const { time } = makePositions()

function compared(which: number, fast: number, sharpe: number): ComparedRun {
  const spec = runSpecSchema.parse({ strategy: { type: 'trend_following', parameters: { fast, slow: 50 } } })
  const plain = makeFinishedRun()
  const metrics = plain.metrics && { ...plain.metrics, values: { ...plain.metrics.values, sharpe_ratio: sharpe } }
  return {
    run: { ...plain, id: ID(which), strategyName: `Trend ${fast}`, spec, metrics },
    instruments: ['SPX'],
    curve: { growth: Float64Array.of(1, 1.1, 0.99, 1.2), drawdown: Float64Array.of(0, 0, -0.1, 0) },
  }
}

const RUNS = [compared(1, 10, 0.5), compared(2, 20, 0.9), compared(3, 30, 0.4)]

function show(path: string, { missing = [] as string[] } = {}) {
  const get = vi.fn(async ({ runs }: { runs: string[] }) => ({
    time,
    runs: RUNS.filter(({ run }) => runs.includes(run.id)),
    missing,
  }))
  renderWithApp(<ComparePage />, {
    client: { comparison: { get }, backtests: { list: async () => pageOf(makeBacktestSummary({ id: ID(3), strategyName: 'Trend 30' })) } },
    path,
  })
  return get
}

const ADDRESS = `/compare?runs=${ID(1)},${ID(2)}`
const shownPath = () => screen.getByLabelText('Shown path').textContent

describe('ComparePage', () => {
  giveElementsHeight(400)

  it('shows only what differs, against the first run, and everything on request', async () => {
    show(ADDRESS)
    const table = await screen.findByRole('table', { name: 'Settings and metrics of the runs' })
    expect(screen.getByRole('img')).toHaveAccessibleName(/Growth of 2 runs from 2020-01-01 to 2020-01-04\. A, Trend 10: 1\.20 times/)
    const sharpe = within(table).getByRole('row', { name: /^Sharpe ratio/ })
    expect(sharpe).toHaveTextContent('0.500.90+0.40')
    expect(within(table).getByRole('row', { name: /^fast/ })).toHaveTextContent('fast1020')
    expect(within(table).queryByRole('row', { name: /^slow/ })).toBeNull()
    await userEvent.click(screen.getByRole('radio', { name: 'Everything' }))
    expect(within(table).getByRole('row', { name: /^slow/ })).toHaveTextContent('slow5050')
    expect(shownPath()).toContain('all=yes')
  })

  it('holds the runs against the one that is pinned, and keeps it in the address', async () => {
    show(ADDRESS)
    await userEvent.click(await screen.findByRole('button', { name: 'Use B as the baseline' }))
    expect(screen.getByRole('row', { name: /^Sharpe ratio/ })).toHaveTextContent('0.50-0.400.90')
    expect(shownPath()).toContain(`baseline=${ID(2)}`)
  })

  it('takes runs out and adds others', async () => {
    const get = show(ADDRESS)
    await userEvent.click(await screen.findByRole('button', { name: 'Take A out of the comparison' }))
    expect(await screen.findByText('Add another run to see what differs.')).toBeVisible()
    await userEvent.click(screen.getByRole('combobox', { name: 'Add a run' }))
    await userEvent.click(await screen.findByRole('option', { name: /Trend 30/ }))
    expect(get).toHaveBeenLastCalledWith({ runs: [ID(2), ID(3)] }, expect.anything())
  })

  it('says what it cannot show', async () => {
    show(`${ADDRESS},${ID(4)}`, { missing: [ID(4)] })
    expect(await screen.findByText('1 of the runs in this address no longer exists.')).toBeVisible()
  })

  it('leads to the runs when the address names none', () => {
    show('/compare?runs=nonsense')
    expect(screen.getByRole('link', { name: 'Choose runs' })).toHaveAttribute('href', '/backtests?status=completed')
  })

  it('shows the curves as a table', async () => {
    show(`${ADDRESS}&view=table`)
    const table = await screen.findByRole('table', { name: 'Growth and drawdown by date' })
    expect(within(table).getByRole('row', { name: /2020-01-03/ })).toHaveTextContent('0.99000.9900-10.00%-10.00%')
  })
})
