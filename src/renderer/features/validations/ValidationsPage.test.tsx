import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeDataset, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeValidation, makeValidationPreview } from '../../../../tests/builders/sampleValidations.ts'
import { makeStrategy } from '../../../../tests/builders/strategies.ts'
import { trendFamily } from '../../../../tests/builders/trendFamily.ts'
import { ValidationsPage } from './ValidationsPage.tsx'

const strategy = makeStrategy()
const dataset = makeDataset()

function show(validations: readonly Validation[], procedures: NonNullable<FakeProcedures['validations']> = {}, path = '/validations') {
  const client: FakeProcedures = {
    validations: { list: async () => pageOf(...validations), preview: async () => makeValidationPreview(), ...procedures },
    strategies: { get: async () => strategy, list: async () => pageOf(strategy), describeTypes: async () => [trendFamily] },
    datasets: { list: async () => pageOf(dataset) },
  }
  renderWithApp(<ValidationsPage />, { client, path })
}

it('lists validations with their verdict in words, not colour alone', async () => {
  show([makeValidation()])
  const row = await screen.findByRole('row', { name: /Trend 20\/50/ })
  expect(within(row).getByRole('img', { name: 'not stable' })).toBeVisible()
  expect(row).toHaveTextContent(/60.*0\.80.*4\.00%.*33\.3%.*2.*12/)
})

it('shows the windows and the number of trials before anything runs, then runs what was shown', async () => {
  const preview = vi.fn(async () => makeValidationPreview())
  const run = vi.fn(async () => makeValidation({ status: 'pending' }))
  show([], { preview, run }, `/validations?run=${strategy.id}`)
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText(/2 windows with 6 parameter sets each \(3 excluded\); 12 trials will count/)).toBeVisible()
  await userEvent.type(within(dialog).getByRole('textbox', { name: /Fast/ }), '5:50:5')
  await waitFor(() =>
    expect(preview).toHaveBeenLastCalledWith(
      expect.objectContaining({ plan: expect.objectContaining({ axes: ['fast=5:50:5'] }) }),
      expect.anything(),
    ),
  )
  await userEvent.click(within(dialog).getByRole('button', { name: 'Run validation' }))
  await waitFor(() => expect(run).toHaveBeenCalledOnce())
  const asked = { strategyId: strategy.id, datasetId: dataset.id, plan: { axes: ['fast=5:50:5'], trainLength: 1008, testLength: 252 } }
  expect(run).toHaveBeenCalledWith(expect.objectContaining({ ...asked, plan: expect.objectContaining(asked.plan) }), expect.anything())
  await waitFor(() => expect(screen.getByLabelText('Shown path')).toHaveTextContent(`/validations/${makeValidation().id}`))
})

it('says why a plan cannot run while it is typed', async () => {
  const preview = () => Promise.reject(new AppError('invalid_input', 'The data have 240 bars, and one window takes 1265.'))
  show([], { preview }, `/validations?run=${strategy.id}`)
  expect(await screen.findByText('The data have 240 bars, and one window takes 1265.')).toBeVisible()
})
