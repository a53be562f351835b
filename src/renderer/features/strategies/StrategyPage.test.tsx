import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import { makeCheck, makeGateResult } from '../../../../tests/builders/gateResults.ts'
import { makeId } from '../../../../tests/builders/ids.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeMetrics } from '../../../../tests/builders/runs.ts'
import { makeBacktestSummary } from '../../../../tests/builders/sampleRows.ts'
import { makeStrategy } from '../../../../tests/builders/strategies.ts'
import { trendFamily } from '../../../../tests/builders/trendFamily.ts'
import { StrategyPage } from './StrategyPage.tsx'

const strategy = makeStrategy({ version: 2, status: 'dev', parameters: { fast: 10, slow: 20, average: 'sma' } })
const devResult: GateResult = {
  ...makeGateResult(
    { strategyId: strategy.id, backtestId: makeId() },
    { checks: [makeCheck(), makeCheck({ id: 'D2', state: 'FAIL' })], verdict: 'failed' },
  ),
  stale: false,
  staleBecause: [],
}

function show(procedures: NonNullable<FakeProcedures['strategies']> = {}, backtests: NonNullable<FakeProcedures['backtests']> = {}) {
  const strategies = { get: async () => strategy, describeTypes: async () => [trendFamily], ...procedures }
  const page = (
    <Routes>
      <Route path="/strategies/:id" element={<StrategyPage />} />
    </Routes>
  )
  renderWithApp(page, {
    client: { strategies, backtests, gates: { history: async () => [devResult] } },
    path: `/strategies/${strategy.id}`,
  })
}

describe('StrategyPage', () => {
  it('tells its story in one line: version, family, step of the path, verdicts', async () => {
    show()
    expect(await screen.findByRole('heading', { level: 1, name: 'Golden cross' })).toBeVisible()
    expect(screen.getByText('version 2')).toBeVisible()
    expect(within(screen.getByRole('list', { name: 'Lifecycle' })).getByText('Dev')).toHaveAttribute('aria-current', 'step')
    const evidence = await screen.findByRole('group', { name: 'Evidence' })
    expect(within(evidence).getByRole('button', { name: 'Dev gate Fail 1/2' })).toBeVisible()
    expect(within(evidence).getByRole('button', { name: 'CRV gate Not run' })).toBeVisible()
  })

  it('says how far to trust it: by its newest run, and before that by a prior that is called one', async () => {
    show({ get: async () => ({ ...strategy, confidence: 0.64 }) }, { list: async () => ({ items: [], nextCursor: null, total: null }) })
    expect(await screen.findByText(/No run yet. Generation gave a prior of 64%.*not evidence/)).toBeVisible()
    cleanup()
    const summary = makeBacktestSummary({ strategyVersion: 2 })
    const details = { spec: null, dataHash: null, identity: null, instruments: [], flags: [] }
    const run = { ...summary, ...details, metrics: makeMetrics({ psr: 0.871 }) }
    show({}, { list: async () => ({ items: [run], nextCursor: null, total: null }), get: async () => run })
    expect(await screen.findByText(/87% probability that the true Sharpe ratio is above 0/)).toBeVisible()
    expect(screen.getByRole('link', { name: 'the newest run of version 2' })).toHaveAttribute('href', `/backtests/${run.id}`)
  })

  it('names parameters, units and choices as people do', async () => {
    show()
    expect(await screen.findByText('Simple (SMA)')).toBeVisible()
    expect(screen.getByText('Fast average').nextSibling).toHaveTextContent('10bars')
  })

  it('shows what each version changed', async () => {
    const entry = { strategyId: strategy.id, name: strategy.name, type: strategy.type, createdAtMs: strategy.createdAtMs }
    const versions = async () => [
      { ...entry, version: 2, parameters: { fast: 10, slow: 20 } },
      { ...entry, version: 1, parameters: { fast: 5, slow: 20 } },
    ]
    show({ versions })
    await userEvent.click(await screen.findByRole('tab', { name: 'Versions' }))
    const changes = await screen.findByRole('table', { name: 'Changed since version 1' })
    expect(
      within(changes)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual(['fast510'])
  })

  it('meets a conflict without losing the edit, and saves on top of the newest version', async () => {
    const update = vi
      .fn<Client['strategies']['update']>()
      .mockRejectedValueOnce(new AppError('conflict', 'Version 3 was saved meanwhile.'))
      .mockResolvedValueOnce({ ...strategy, version: 4, name: 'My name' })
    const get = vi.fn(async () => strategy)
    show({ get, update })
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }))
    const name = await screen.findByRole('textbox', { name: /^Name/ })
    await userEvent.clear(name)
    await userEvent.type(name, 'My name')
    await userEvent.click(screen.getByRole('button', { name: 'Save as version 3' }))
    expect(await screen.findByText('A newer version was saved while you were editing')).toBeVisible()
    expect(name).toHaveValue('My name')
    get.mockResolvedValue({ ...strategy, version: 3 })
    await userEvent.click(screen.getByRole('button', { name: 'Keep my changes on top of it' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Save as version 4' }))
    await waitFor(() => expect(update.mock.calls.map(([input]) => input.expectedVersion)).toEqual([2, 3]))
    expect(update.mock.calls[1]?.[0].draft.name).toBe('My name')
  })
})
