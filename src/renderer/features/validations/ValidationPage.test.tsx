import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { describe, expect, it, vi } from 'vitest'
import type { Validation } from '#shared/domain/validation.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeRobustnessJob } from '../../../../tests/builders/robustnessJobs.ts'
import { makeValidation, makeValidationTrades } from '../../../../tests/builders/sampleValidations.ts'
import { makeListedPlan } from '../../../../tests/builders/validations.ts'
import { ValidationPage } from './ValidationPage.tsx'

function show(validation: Validation, procedures: FakeProcedures = {}, search = '') {
  const client: FakeProcedures = {
    ...procedures,
    validations: { get: async () => validation, trades: async () => makeValidationTrades(), ...procedures.validations },
  }
  const page = (
    <Routes>
      <Route path="/validations/:id" element={<ValidationPage />} />
    </Routes>
  )
  renderWithApp(page, { client, path: `/validations/${validation.id}${search}` })
}

describe('a validation', () => {
  it('shows what its windows say together, and what is missing as missing', async () => {
    const outcome = { ...makeValidation().outcome!, efficiency: { value: null, reason: 'the in-sample return is not above zero' } }
    show(makeValidation({ outcome }))
    expect(await screen.findByRole('heading', { name: 'Trend 20/50 walked forward' })).toBeVisible()
    expect(screen.getByText('not stable; 1 window undefined')).toBeVisible()
    expect(screen.getByText('the in-sample return is not above zero')).toBeInTheDocument()
    const table = screen.getByRole('region', { name: 'Windows' })
    expect(within(table).getByRole('row', { name: /2024-06-29/ })).toHaveTextContent(/1\.20.*0\.80.*33%/)
    expect(within(table).getByRole('row', { name: /2024-09-17/ })).toHaveTextContent('—')
  })

  it('opens the trades of one window', async () => {
    show(makeValidation())
    const table = await screen.findByRole('region', { name: 'Windows' })
    await userEvent.click(within(table).getByRole('row', { name: /2024-06-29/ }))
    expect(await screen.findByLabelText('Shown path')).toHaveTextContent('tab=trades&window=0')
    expect(await screen.findByRole('combobox', { name: 'Window' })).toHaveValue('Window 1')
  })

  it('of an older version says what was not kept and offers neither curve nor robustness', async () => {
    const windows = makeValidation().windows!.map(({ detail, ...window }) => window)
    show(
      makeValidation({
        origin: 'adopted',
        plan: null,
        spec: null,
        dataHash: null,
        outcome: null,
        windows,
        testSharpe: null,
        trialCount: null,
      }),
    )
    expect(await screen.findByText('Adopted from an older AURELIUS database')).toBeVisible()
    expect(screen.queryByRole('tab', { name: 'Robustness' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Export curve' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Export windows' })).toBeVisible()
  })

  it('under way shows how far it is and can be cancelled', async () => {
    const cancel = vi.fn(async () => makeValidation({ status: 'cancelled' }))
    show(makeValidation({ status: 'running', progress: 0.4, metrics: null, outcome: null, windows: null }), { validations: { cancel } })
    expect(await screen.findByText('Running, 40% of the trials done')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel validation' }))
    expect(cancel).toHaveBeenCalledOnce()
  })

  it('that was interrupted can be resumed', async () => {
    const resume = vi.fn(async () => makeValidation({ status: 'pending' }))
    show(makeValidation({ status: 'interrupted', metrics: null, outcome: null, windows: null }), { validations: { resume } })
    await userEvent.click(await screen.findByRole('button', { name: 'Resume validation' }))
    expect(resume).toHaveBeenCalledOnce()
  })

  it('is put under stress on request', async () => {
    const start = vi.fn(() =>
      Promise.reject(Object.assign(new Error('No window of this validation traded.'), { code: 'invalid_transition' })),
    )
    show(makeValidation(), { robustness: { latest: async () => null, job: async () => null, start } }, '?tab=robustness')
    expect(await screen.findByText(/Not tested yet/)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Run robustness tests' }))
    expect(start).toHaveBeenCalledOnce()
    expect(await screen.findByText(/No window of this validation traded/)).toBeVisible()
  })

  it('with windows given one by one shows them again, and has no lengths to vary', async () => {
    const plan = makeListedPlan(['2024-01-01..2024-06-28 2024-06-29..2024-09-16'])
    show(makeValidation({ plan }), { robustness: { latest: async () => null, job: async () => null } }, '?tab=plan')
    expect(await screen.findByRole('region', { name: 'Plan and specification' })).toHaveTextContent(
      /"mode": "listed", "windows": \[ \{ "trainStart": "2024-01-01", "trainEnd": "2024-06-28"/,
    )
    await userEvent.click(screen.getByRole('tab', { name: 'Robustness' }))
    expect(await screen.findByRole('button', { name: 'Run robustness tests' })).toBeEnabled()
    expect(screen.queryByRole('checkbox', { name: /other window lengths/ })).toBeNull()
  })

  it('with windows of equal length offers to walk over other lengths', async () => {
    show(makeValidation(), { robustness: { latest: async () => null, job: async () => null } }, '?tab=robustness')
    expect(await screen.findByRole('checkbox', { name: /other window lengths/ })).toBeEnabled()
  })

  it('shows how far its robustness tests are, and cancels them', async () => {
    const validation = makeValidation()
    const subject = { kind: 'validation' as const, id: validation.id }
    const job = makeRobustnessJob(subject, { progress: 0.4 })
    const cancel = vi.fn(async () => ({ ...job, status: 'cancelled' as const }))
    show(validation, { robustness: { latest: async () => null, job: async () => job, cancel } }, '?tab=robustness')
    expect(await screen.findByText('Testing, 40% done')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Run robustness tests' })).toBeDisabled()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel tests' }))
    expect(cancel.mock.calls[0]?.at(0)).toEqual(subject)
  })

  it('offers to resume robustness tests that were interrupted, as they were asked for', async () => {
    const validation = makeValidation()
    const subject = { kind: 'validation' as const, id: validation.id }
    const interrupted = makeRobustnessJob(subject, { status: 'interrupted', progress: 0.4, errorCode: 'unavailable' })
    const resume = vi.fn(async () => ({ ...interrupted, status: 'pending' as const, startedAtMs: null }))
    const job = async () => (resume.mock.calls.length === 0 ? interrupted : await resume.mock.results[0]?.value)
    show(validation, { robustness: { latest: async () => null, job, resume } }, '?tab=robustness')
    expect(await screen.findByText(/stopped in the middle of these tests \(40% done\).*2,000 paths, seed 42;/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Run robustness tests' })).toBeEnabled()
    await userEvent.click(screen.getByRole('button', { name: 'Resume tests' }))
    expect(resume.mock.calls[0]?.at(0)).toEqual(subject)
    expect(await screen.findByText('Waiting for a free worker')).toBeVisible()
  })

  it('shows the result of robustness tests that another computer ran', async () => {
    const validation = makeValidation()
    const running = makeRobustnessJob({ kind: 'validation', id: validation.id }, { progress: 0.9 })
    const job = vi.fn(async () => (job.mock.calls.length < 2 ? running : { ...running, status: 'completed' as const, progress: 1 }))
    const latest = vi.fn(async () => null)
    show(validation, { robustness: { latest, job } }, '?tab=robustness')
    expect(await screen.findByText('Testing, 90% done')).toBeVisible()
    expect(latest).toHaveBeenCalledOnce()
    await waitFor(() => expect(latest).toHaveBeenCalledTimes(2), { timeout: 5000 })
    expect(screen.queryByText('Testing, 90% done')).toBeNull()
  })
})
