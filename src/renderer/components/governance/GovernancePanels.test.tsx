import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import type { Approval, ReviewNote, Waiver } from '#shared/domain/governance.ts'
import { makeId, NEW_YEAR_2024_MS } from '../../../../tests/builders/ids.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { GovernancePanels } from './GovernancePanels.tsx'

const strategy = { id: makeId(), name: 'Golden cross', version: 3 }
const of = { strategyId: strategy.id, strategyVersion: 3 }
const NOT_REVOKED = { revokedBy: null, revokedAtMs: null }
const approval: Approval = {
  id: makeId(),
  ...of,
  approver: 'bob',
  role: 'approver',
  note: 'Read it.',
  approvedAtMs: NEW_YEAR_2024_MS,
  ...NOT_REVOKED,
}
const expired: Waiver = {
  ...{ id: makeId(), ...of, gateType: 'crv', checkId: 'C13', reason: 'Young market.', approver: 'bob', ...NOT_REVOKED },
  ...{ grantedAtMs: NEW_YEAR_2024_MS, expiresAtMs: NEW_YEAR_2024_MS + 86_400_000 },
}
const objection: ReviewNote = {
  ...{ id: makeId(), ...of, author: 'bob', text: 'Costs look low.', isObjection: true, createdAtMs: NEW_YEAR_2024_MS },
  ...{ resolvedBy: null, resolvedAtMs: null, resolution: null },
}

function show(changes: FakeProcedures = {}) {
  renderWithApp(<GovernancePanels strategy={strategy} />, {
    client: {
      approvals: { list: async () => [approval], roles: async () => [], ...changes.approvals },
      waivers: { list: async () => [expired], ...changes.waivers },
      reviews: { list: async () => [objection], ...changes.reviews },
    },
  })
}

describe('governance of a strategy', () => {
  it('shows who approved, what was waived until when, and what is open', async () => {
    show()
    expect(await screen.findByText('Version 3 by bob on 2024-01-01: Read it.')).toBeVisible()
    expect(await screen.findByText(/crv C13, version 3, by bob: Young market. \(expired, until 2024-01-02\)/)).toBeVisible()
    expect(within(screen.getByRole('list', { name: 'Waivers' })).queryByRole('button')).not.toBeInTheDocument()
    expect(await screen.findByText('Open objection')).toBeVisible()
    expect(screen.getByText('May approve: nobody yet.')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Open product readiness' })).toHaveAttribute('href', `/gates?readiness=${strategy.id}`)
  })

  it('approves the version on screen, and says why it was refused', async () => {
    const approve = vi.fn(async () => Promise.reject(new AppError('forbidden', 'Nobody decides on what they wrote.')))
    show({ approvals: { approve } })
    await userEvent.click(screen.getByRole('button', { name: 'Approve version 3' }))
    expect(await screen.findByText('Nobody decides on what they wrote.')).toBeVisible()
    expect(approve.mock.calls[0]?.at(0)).toEqual({ strategyId: strategy.id, expectedVersion: 3, note: '' })
  })

  it('answers an objection', async () => {
    const resolve = vi.fn(async () => ({ ...objection, resolution: 'Doubled.' }))
    show({ reviews: { resolve } })
    await userEvent.type(await screen.findByLabelText('Answer'), 'Doubled.')
    await userEvent.click(screen.getByRole('button', { name: 'Resolve' }))
    expect(resolve.mock.calls[0]?.at(0)).toEqual({ id: objection.id, resolution: 'Doubled.' })
  })

  it('waives a check only with a reason', async () => {
    const grant = vi.fn(async () => expired)
    show({ waivers: { grant } })
    const button = screen.getByRole('button', { name: 'Waive' })
    await userEvent.type(screen.getByLabelText('Check'), 'C13')
    expect(button).toBeDisabled()
    await userEvent.type(screen.getByLabelText('Reason'), 'Young.')
    await userEvent.click(button)
    expect(grant.mock.calls[0]?.at(0)).toEqual({ strategyId: strategy.id, gateType: 'crv', checkId: 'C13', reason: 'Young.', days: 30 })
  })
})
