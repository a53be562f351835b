import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import { makeCheck, makeGateResult } from '../../../../tests/builders/gateResults.ts'
import { makeId } from '../../../../tests/builders/ids.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { pageOf } from '../../../../tests/builders/sampleRows.ts'
import { GatesPage } from './GatesPage.tsx'

const strategyId = makeId()
const judged = { strategyId, backtestId: makeId() }
const failing = makeCheck({
  id: 'C12',
  title: 'Net Sharpe out of sample',
  state: 'FAIL',
  value: 0.25,
  threshold: { comparison: '>=', bound: 0.8, warn: null },
  margin: -0.55,
  unit: 'ratio',
  summary: 'The net Sharpe ratio is 0.25.',
  action: 'Improve the edge or lower its costs.',
})
const unmeasured = makeCheck({
  id: 'C4',
  title: 'Trades out of sample',
  state: 'NOT_RUN',
  value: null,
  margin: null,
  unit: 'count',
  threshold: { comparison: '>=', bound: 100, warn: null },
  summary: 'There is no out-of-sample run.',
})
const crv: GateResult = {
  ...makeGateResult(judged, {
    gateType: 'crv',
    verdict: 'failed',
    passed: false,
    checks: [makeCheck(), unmeasured, failing],
    recommendation: 'Do not trade this.',
  }),
  stale: false,
  staleBecause: [],
}
const staleDev: GateResult = { ...makeGateResult(judged), stale: true, staleBecause: ['the strategy was edited'] }

function show(gates: NonNullable<FakeProcedures['gates']> = {}) {
  const row = {
    strategyId,
    strategyName: 'Golden cross',
    strategyType: 'trend_following' as const,
    strategyVersion: 3,
    strategyStatus: 'dev' as const,
    dev: staleDev,
    crv,
    product: null,
  }
  renderWithApp(<GatesPage />, { client: { gates: { board: async () => pageOf(row), history: async () => [crv], ...gates } } })
}

describe('the board', () => {
  it('shows verdict and count, marks a stale result as no verdict any more, and owns up to the missing gate', async () => {
    show()
    const row = await screen.findByRole('row', { name: /Golden cross/ })
    expect(within(row).getByText('Stale 1/1')).toBeVisible()
    expect(within(row).getByText('Fail 1/3')).toBeVisible()
    expect(within(row).getByText('Not available yet')).toBeVisible()
  })

  it('runs a gate of one strategy and says how it went', async () => {
    const run = vi.fn(async () => ({ ...staleDev, stale: false, staleBecause: [] }))
    show({ run })
    await userEvent.click(await screen.findByRole('button', { name: 'Run again: Dev gate of Golden cross' }))
    expect(await screen.findByText('Dev gate: passed, 1/1 checks')).toBeVisible()
    expect(run.mock.calls[0]).toEqual([{ strategyId, gateType: 'dev' }, expect.anything()])
  })

  it('says why a gate could not run', async () => {
    show({ run: () => Promise.reject(new AppError('not_found', 'This strategy has no completed run. Run a backtest first.')) })
    await userEvent.click(await screen.findByRole('button', { name: 'Run again: CRV gate of Golden cross' }))
    expect(await screen.findByText('This strategy has no completed run. Run a backtest first.')).toBeVisible()
  })
})

describe('the checks behind a verdict', () => {
  const openChecks = async () => {
    await userEvent.click(await screen.findByRole('button', { name: /Show the checks of the CRV gate of Golden cross/ }))
    const dialog = await screen.findByRole('dialog', { name: 'CRV gate: Golden cross' })
    return within(await within(dialog).findByRole('list', { name: 'Checks' })).getAllByRole('listitem')
  }

  it('puts failures first, with value, bound, margin and the next step', async () => {
    show()
    const checks = await openChecks()
    expect(checks.map((check) => check.textContent?.slice(0, 3))).toEqual(['C12', 'C4T', 'C6P'])
    expect(checks[0]).toHaveTextContent('0.25needs at least 0.80, margin -0.55')
    expect(checks[0]).toHaveTextContent('Next step: Improve the edge or lower its costs.')
    expect(screen.getByText('Do not trade this.')).toBeVisible()
  })

  it('shows missing evidence as not measured, never as a number', async () => {
    show()
    const checks = await openChecks()
    expect(checks[1]).toHaveTextContent('— (not measured)needs at least 100')
  })

  it('opens an earlier result from the history', async () => {
    const earlier: GateResult = {
      ...crv,
      id: makeId(),
      verdict: 'passed',
      recommendation: 'It was fine then.',
      timestampMs: crv.timestampMs - 86_400_000,
    }
    show({ history: async () => [crv, earlier] })
    await openChecks()
    await userEvent.click(screen.getByRole('combobox', { name: 'Result' }))
    await userEvent.click(await screen.findByRole('option', { name: /^2023-12-31/ }))
    await waitFor(() => expect(screen.getByText('It was fine then.')).toBeVisible())
  })
})
