import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import type { Holdout, HoldoutStatus } from '#shared/domain/governance.ts'
import { makeId, NEW_YEAR_2024_MS } from '../../../../tests/builders/ids.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeDataset, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeStrategy } from '../../../../tests/builders/strategies.ts'
import { HoldoutSection } from './HoldoutSection.tsx'

const dataset = makeDataset()
const holdout: Holdout = {
  datasetId: dataset.id,
  ...{ startDate: '2018-01-02', endDate: '2020-04-17', reason: 'The last look.', lockedBy: 'ada', lockedAtMs: NEW_YEAR_2024_MS },
}
const strategy = makeStrategy({ id: makeId(), name: 'Swing back', version: 2, type: 'mean_reversion', status: 'dev' })
const opening = {
  ...{ id: makeId(), datasetId: dataset.id, strategyId: strategy.id, strategyVersion: 2, strategyType: 'mean_reversion' as const },
  ...{ openedBy: 'ada', openedAtMs: NEW_YEAR_2024_MS, reason: 'Frozen.' },
}

function show(status: HoldoutStatus, procedures: FakeProcedures['holdouts'] = {}) {
  renderWithApp(<HoldoutSection dataset={dataset} />, {
    client: {
      holdouts: { get: async () => status, ...procedures },
      strategies: { list: async () => pageOf(strategy), get: async () => strategy },
    },
  })
}

describe('the holdout of a dataset', () => {
  it('is locked after the question has said what that means, to the end of the data unless told otherwise', async () => {
    const lock = vi.fn(async () => holdout)
    show({ holdout: null, openings: [] }, { lock })
    await userEvent.click(await screen.findByRole('button', { name: 'Lock a holdout' }))
    const button = screen.getByRole('button', { name: 'Lock these days' })
    await userEvent.type(screen.getByLabelText('First locked day'), '2018-01-02')
    expect(button).toBeDisabled()
    await userEvent.type(screen.getByRole('textbox', { name: /^Reason/ }), 'The last look.')
    await userEvent.click(button)
    const question = await screen.findByRole('dialog', { name: 'Lock 2018-01-02 to 2020-04-17 for good?' })
    expect(question).toHaveTextContent(/Nobody can move or remove the lock/)
    expect(lock).not.toHaveBeenCalled()
    await userEvent.click(within(question).getByRole('button', { name: 'Lock for good' }))
    expect(lock.mock.calls[0]?.at(0)).toEqual({ datasetId: dataset.id, startDate: '2018-01-02', endDate: null, reason: 'The last look.' })
  })

  it('is opened for the version that the question names, and says why it is refused', async () => {
    const open = vi.fn(async () => Promise.reject(new AppError('conflict', 'A family of rules looks once.')))
    show({ holdout, openings: [] }, { open })
    expect(await screen.findByText('Nobody has looked yet.')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Open for a strategy' }))
    await userEvent.click(screen.getByRole('combobox', { name: 'Strategy' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Swing back' }))
    await userEvent.type(screen.getByRole('textbox', { name: /^Reason/ }), 'Frozen.')
    await userEvent.click(screen.getByRole('button', { name: 'Open the holdout' }))
    const question = await screen.findByRole('dialog', { name: 'Open the holdout for version 2 of Swing back?' })
    expect(question).toHaveTextContent(/no other mean reversion strategy is ever shown these days/)
    await userEvent.click(within(question).getByRole('button', { name: 'Open it once' }))
    expect(await within(question).findByText('A family of rules looks once.')).toBeVisible()
    expect(open.mock.calls[0]?.at(0)).toEqual({ datasetId: dataset.id, strategyId: strategy.id, reason: 'Frozen.' })
  })

  it('shows who has looked, for which version and why', async () => {
    show({ holdout, openings: [opening] })
    const row = within(await screen.findByRole('table', { name: 'Who has looked' })).getByRole('row', { name: /ada/ })
    expect(row).toHaveTextContent('2024-01-01adamean reversion, version 2Frozen.')
  })
})
