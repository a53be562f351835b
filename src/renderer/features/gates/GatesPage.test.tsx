import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { BoardVerdict } from '#shared/contract/gates.ts'
import { AppError } from '#shared/domain/appError.ts'
import { countChecks } from '#shared/domain/checkCount.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import { makeCheck, makeGateResult } from '../../../../tests/builders/gateResults.ts'
import { makeId } from '../../../../tests/builders/ids.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeStrategy } from '../../../../tests/builders/strategies.ts'
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

const onBoard = ({ id, verdict, passed, stale, staleBecause, timestampMs, checks }: GateResult): BoardVerdict => ({
  ...{ id, verdict, passed, stale, staleBecause, timestampMs },
  checkCount: countChecks(checks),
})

function show(
  gates: NonNullable<FakeProcedures['gates']> = {},
  { path = '/gates', others = {} }: { path?: string; others?: FakeProcedures } = {},
) {
  const row = {
    strategyId,
    strategyName: 'Golden cross',
    strategyType: 'trend_following' as const,
    strategyVersion: 3,
    strategyStatus: 'dev' as const,
    dev: onBoard(staleDev),
    crv: onBoard(crv),
    product: null,
  }
  const strategies = { get: async () => makeStrategy({ id: strategyId }) }
  renderWithApp(<GatesPage />, {
    client: { strategies, gates: { board: async () => pageOf(row), history: async () => [crv], ...gates }, ...others },
    path,
  })
}

describe('the board', () => {
  it('shows verdict and count, marks a stale result as no verdict any more, and says what was not run', async () => {
    show()
    const row = await screen.findByRole('row', { name: /Golden cross/ })
    expect(within(row).getByText('Stale 1/1')).toBeVisible()
    expect(within(row).getByText('Fail 1/3')).toBeVisible()
    expect(within(row).getByText('Not run')).toBeVisible()
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

describe('run all', () => {
  it('runs the three gates in order, and stops at one that could not run', async () => {
    const run = vi.fn(async ({ gateType }: { gateType: string }) => {
      if (gateType === 'crv') throw new AppError('unavailable', 'The policy lets noise pass.')
      return { ...staleDev, stale: false }
    })
    show({ run: run as never })
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for Golden cross' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Run all gates' }))
    expect(await screen.findByText('The policy lets noise pass.')).toBeVisible()
    expect(run.mock.calls.map(([{ gateType }]) => gateType)).toEqual(['dev', 'crv'])
  })
})

describe('the address', () => {
  it('holds the drawer: a link opens it, closing takes it out', async () => {
    show({}, { path: `/gates?strategy=${strategyId}&gate=crv` })
    const dialog = await screen.findByRole('dialog', { name: 'CRV gate: Golden cross' })
    expect(await within(dialog).findByText('Do not trade this.')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(screen.getByLabelText('Shown path')).toHaveTextContent('/gates'))
    expect(screen.getByLabelText('Shown path')).not.toHaveTextContent('strategy=')
  })
})

describe('readiness', () => {
  it('shows the score with its parts and saves what is settled', async () => {
    const card = {
      strategyId,
      score: 81.5,
      colour: 'red' as const,
      hardBlockers: ['C12'],
      components: [{ name: 'risk' as const, weight: 20, points: 12, satisfied: ['C16'], checks: ['C16', 'C17'] }],
    }
    const empty = {
      strategyId,
      tier: 2,
      riskLimits: { position: null, gross: null, dailyLoss: null, drawdownStop: null },
      ...{ monitoring: '', decayTrigger: '', runbook: '', rollback: null, revalidationDate: null, updatedAtMs: null },
    }
    const targets = { minSharpe: null, maxDrawdown: null, minTotalReturn: null, minTrades: null }
    const save = vi.fn(async () => empty)
    const saveTargets = vi.fn(async () => targets)
    const readiness = { scorecard: async () => card, get: async () => empty, targets: async () => targets, save, saveTargets }
    show({}, { path: `/gates?readiness=${strategyId}`, others: { readiness } })
    const scorecard = await screen.findByRole('region', { name: 'Readiness scorecard' })
    expect(scorecard).toHaveTextContent('81.50')
    expect(scorecard).toHaveTextContent('Red whatever the score, for these checks block: C12.')
    await userEvent.type(screen.getByLabelText('Drawdown stop, % of equity'), '15')
    await userEvent.type(screen.getByLabelText('Runbook'), 'Flatten, then call.')
    await userEvent.type(screen.getByLabelText('Drawdown at most, %'), '20')
    await userEvent.click(screen.getByRole('button', { name: 'Save readiness' }))
    await waitFor(() => expect(save).toHaveBeenCalled())
    expect(save.mock.calls[0]).toMatchObject([
      { strategyId, draft: { runbook: 'Flatten, then call.', riskLimits: { drawdownStop: 0.15, gross: null } } },
    ])
    expect(saveTargets.mock.calls[0]).toMatchObject([{ targets: { maxDrawdown: 0.2, minSharpe: null } }])
    expect(await screen.findByText('Saved. Run the CRV and the product gate again for a verdict that counts it.')).toBeVisible()
  })
})

describe('the policy', () => {
  const policy = {
    policy: { version: 'built-in-2', dev: { replays: 3 }, crv: { minSharpe: 0.8 }, product: { maxWaivers: 2 } },
    documentHash: 'a'.repeat(64),
    author: 'Aurelius',
    reason: 'Built in.',
    createdAtMs: 0,
  }
  it('is tried on the evidence at hand before it is saved with a reason', async () => {
    const effect = {
      strategyId,
      strategyName: 'Golden cross',
      gateType: 'crv' as const,
      before: 'passed' as const,
      after: 'failed' as const,
    }
    const checks = [{ id: 'C12', title: 'Net Sharpe', before: 'PASS', after: 'FAIL' }]
    const dryRun = vi.fn(async () => ({ judged: 4, withoutEvidence: 1, effects: [{ ...effect, checks }] }))
    const save = vi.fn(async () => policy)
    const policies = { list: async () => [policy], dryRun, save } as unknown as NonNullable<FakeProcedures['policies']>
    show({}, { path: '/gates?tab=policy', others: { policies } })
    const input = await screen.findByLabelText('Min Sharpe')
    await userEvent.clear(input)
    await userEvent.type(input, '1.2')
    await userEvent.click(screen.getByRole('button', { name: 'Dry run' }))
    expect(await screen.findByText(/1 of 4 verdicts would flip/)).toBeVisible()
    expect(screen.getByText('C12: PASS to FAIL')).toBeVisible()
    const saveButton = screen.getByRole('button', { name: 'Save as next version' })
    expect(saveButton).toBeDisabled()
    await userEvent.type(screen.getByLabelText('Why it changes'), 'Stricter.')
    await userEvent.click(saveButton)
    await waitFor(() => expect(save).toHaveBeenCalled())
    expect(save.mock.calls[0]).toMatchObject([
      { draft: { crv: { minSharpe: 1.2 } }, reason: 'Stricter.', expectedVersion: 'built-in-2' },
      expect.anything(),
    ])
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
