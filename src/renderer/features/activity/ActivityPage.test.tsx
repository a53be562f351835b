import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import type { AuditEntry } from '#shared/domain/audit.ts'
import { makeId, NEW_YEAR_2024_MS } from '../../../../tests/builders/ids.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { pageOf } from '../../../../tests/builders/sampleRows.ts'
import { ActivityPage } from './ActivityPage.tsx'

const strategyId = makeId()
const HASH = 'c'.repeat(64)
const entry: AuditEntry = {
  seq: 7,
  recordedAtMs: NEW_YEAR_2024_MS,
  actor: 'ada',
  client: 'ada, cli 0.1.0',
  action: 'strategy.update',
  objectType: 'strategy',
  objectId: strategyId,
  payload: '{"version":2}',
  prevHash: 'b'.repeat(64),
  rowHash: HASH,
}
const approval = {
  ...{ id: makeId(), strategyId, strategyName: 'Golden cross', strategyVersion: 2, approver: 'bob', role: 'approver' as const, note: '' },
  ...{ approvedAtMs: NEW_YEAR_2024_MS, revokedBy: null, revokedAtMs: null },
}

function show({ audit = {}, approvals = {}, path = '/activity' }: { path?: string } & Pick<FakeProcedures, 'audit' | 'approvals'> = {}) {
  renderWithApp(<ActivityPage />, {
    path,
    client: {
      audit: { list: async () => pageOf(entry), actors: async () => ['ada', 'bob'], ...audit },
      approvals: { asOf: async () => [], ...approvals },
    },
  })
}

describe('the log', () => {
  it('says who did what to which, and opens what was recorded', async () => {
    show()
    const row = await screen.findByRole('row', { name: /Strategy: update/ })
    expect(within(row).getByText('ada')).toBeVisible()
    expect(within(row).getByRole('link')).toHaveAttribute('href', `/strategies/${strategyId}`)
    await userEvent.click(within(row).getByText('2024-01-01 00:00 UTC'))
    const drawer = await screen.findByRole('dialog', { name: 'Row 7: Strategy: update' })
    expect(within(drawer).getByText(/"version": 2/)).toBeVisible()
  })

  it('opens the row of a link that the list has not come to', async () => {
    const list = vi.fn(async ({ seq = null }: { seq?: number | null } = {}) =>
      pageOf(seq === 3 ? { ...entry, seq: 3, rowHash: 'a'.repeat(64) } : entry),
    )
    show({ audit: { list: list as unknown as Client['audit']['list'] }, path: '/activity?row=3' })
    expect(await screen.findByRole('dialog', { name: 'Row 3: Strategy: update' })).toBeVisible()
  })

  it('does not lead to what was deleted', async () => {
    show({ audit: { list: async () => pageOf({ ...entry, action: 'strategy.delete' }) } })
    const row = await screen.findByRole('row', { name: /Strategy: delete/ })
    expect(within(row).queryByRole('link')).not.toBeInTheDocument()
  })

  it('asks the server for what the filters say', async () => {
    const list = vi.fn(async () => pageOf(entry))
    show({ audit: { list }, path: '/activity?actor=ada&action=gate&from=2024-01-01&to=nonsense' })
    await screen.findByRole('row', { name: /Strategy: update/ })
    expect(list.mock.calls[0]?.at(0)).toMatchObject({ actor: 'ada', action: 'gate', objectId: null, from: '2024-01-01', to: null })
    await userEvent.click(screen.getByRole('combobox', { name: 'What' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Approvals' }))
    await waitFor(() => expect(list.mock.calls.at(-1)?.at(0)).toMatchObject({ action: 'approval' }))
  })
})

describe('the check of the log', () => {
  const check = async (verify: NonNullable<NonNullable<FakeProcedures['audit']>['verify']>) => {
    show({ audit: { verify } })
    await userEvent.click(screen.getByRole('button', { name: 'Verify the log' }))
  }

  it('says that it is intact, and how much was checked', async () => {
    await check(async () => ({ intact: true, rows: 1234, head: { seq: 1234, rowHash: HASH }, firstBreak: null }))
    expect(await screen.findByText('The log is intact: 1,234 rows.')).toBeVisible()
  })

  it('names the first row that does not fit', async () => {
    const firstBreak = { seq: 3, kind: 'changed' as const, message: 'Row 3 was changed after it was written.' }
    await check(async () => ({ intact: false, rows: 2, head: { seq: 2, rowHash: HASH }, firstBreak }))
    expect(await screen.findByText('The log is broken at row 3')).toBeVisible()
    expect(screen.getByText('Row 3 was changed after it was written.')).toBeVisible()
  })
})

describe('what was approved', () => {
  it('is shown for the day that is asked for', async () => {
    const asOf = vi.fn(async ({ date }: { date: string }) => (date === '2024-01-02' ? [approval] : []))
    show({ approvals: { asOf } })
    expect(await screen.findByText('Nothing stood approved on that day.')).toBeVisible()
    const field = screen.getByLabelText('At the end of (UTC)')
    await userEvent.clear(field)
    await userEvent.type(field, '2024-01-02')
    expect(await screen.findByRole('link', { name: 'Golden cross' })).toHaveAttribute('href', `/strategies/${strategyId}`)
    expect(screen.getByText(/version 2, by bob on 2024-01-01/)).toBeVisible()
  })
})
