import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeStrategy, makeStrategyDraft } from '../../../../tests/builders/strategies.ts'
import { trendFamily } from '../../../../tests/builders/trendFamily.ts'
import { StrategiesPage } from './StrategiesPage.tsx'

const golden = makeStrategy()

function show(procedures: NonNullable<FakeProcedures['strategies']> = {}, path = '/strategies') {
  const list = vi.fn(async () => pageOf(golden))
  const strategies = { list, describeTypes: async () => [trendFamily], ...procedures }
  renderWithApp(<StrategiesPage />, { client: { strategies }, path })
  return { list }
}

const storeDraft = () => vi.fn<Client['strategies']['create']>(async ({ name }) => makeStrategy({ name }))

describe('the list', () => {
  it('asks for what the address says and keeps the address up to date', async () => {
    const { list } = show({}, '/strategies?search=cross&type=trend_following&sort=name&direction=asc')
    expect(await screen.findByRole('link', { name: 'Golden cross' })).toBeVisible()
    expect(list).toHaveBeenLastCalledWith(
      expect.objectContaining({ search: 'cross', types: ['trend_following'], sort: 'name', direction: 'asc', includeArchived: false }),
      expect.anything(),
    )
    await userEvent.click(screen.getByRole('switch', { name: 'Show archived' }))
    await waitFor(() => expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ includeArchived: true }), expect.anything()))
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('archived=yes')
  })

  it('is narrowed by tags and dates, which the address keeps and chips take away again', async () => {
    const { list } = show({}, '/strategies?tag=fx&tag=daily&from=2024-02-29&to=nonsense')
    expect(await screen.findByRole('link', { name: 'Golden cross' })).toBeVisible()
    const asked = { tags: ['fx', 'daily'], createdFrom: '2024-02-29', createdTo: null }
    expect(list).toHaveBeenLastCalledWith(expect.objectContaining(asked), expect.anything())

    await userEvent.click(screen.getByRole('button', { name: 'Remove Tag fx' }))
    await waitFor(() => expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ ...asked, tags: ['daily'] }), expect.anything()))
    await userEvent.click(screen.getByRole('button', { name: 'Filters' }))
    const filters = await screen.findByRole('dialog', { name: 'Filters' })
    await userEvent.type(within(filters).getByRole('combobox', { name: 'Tags' }), 'equity{Enter}')
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('tag=daily&tag=equity')
    fireEvent.change(within(filters).getByLabelText('Created to'), { target: { value: '2024-12-31' } })
    expect(await screen.findByText('Created 2024-02-29 to 2024-12-31')).toBeVisible()

    await userEvent.click(screen.getByRole('button', { name: 'Clear all' }))
    await waitFor(() => expect(screen.getByLabelText('Shown path')).toHaveTextContent(/^\/strategies\?to=nonsense$|^\/strategies$/))
    expect(screen.queryByRole('group', { name: 'Filters that are set' })).toBeNull()
  })

  it('deletes only after naming what goes along', async () => {
    const remove = vi.fn(async () => ({ id: golden.id }))
    show({ countDependents: async () => ({ backtests: 3, validations: 0, gateResults: 1 }), delete: remove })
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for Golden cross' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete strategy "Golden cross"?' })
    expect(within(dialog).getByText(/also deletes its 3 backtests and 1 gate result,/)).toBeVisible()
    expect(remove).not.toHaveBeenCalled()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Actions for Golden cross' })).toBeNull())
    expect(remove).not.toHaveBeenCalled()
    const notice = (await screen.findByText('Deleted strategy "Golden cross"')).closest<HTMLElement>('[role="alert"]')!
    await userEvent.click(within(notice).getAllByRole('button').at(-1)!)
    await waitFor(() => expect(remove).toHaveBeenCalledWith({ id: golden.id }))
  })

  it('takes a deletion back', async () => {
    const remove = vi.fn(async () => ({ id: golden.id }))
    show({ countDependents: async () => ({ backtests: 0, validations: 0, gateResults: 0 }), delete: remove })
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for Golden cross' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete strategy "Golden cross"?' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(await screen.findByRole('button', { name: 'Actions for Golden cross' })).toBeVisible()
    expect(remove).not.toHaveBeenCalled()
  })

  it('archives with a way back', async () => {
    const restore = vi.fn(async () => golden)
    show({ archive: async () => ({ ...golden, status: 'archived' as const }), restore })
    await userEvent.click(await screen.findByRole('button', { name: 'Actions for Golden cross' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Archive' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(restore.mock.calls[0]).toEqual([{ id: golden.id }, expect.anything()]))
  })
})

describe('generating from a goal', () => {
  const candidate = (name: string) => ({
    draft: makeStrategyDraft({ name }),
    rationale: `${name} answers "trend".`,
    thresholds: [],
    confidence: 0.64,
  })

  it('explains each candidate, labels the prior, and stores only what is kept', async () => {
    const generate = vi.fn(async () => [candidate('Fast cross'), candidate('Slow cross'), candidate('Breakout')])
    const create = storeDraft()
    show({ generate, create })
    await userEvent.click(await screen.findByRole('button', { name: 'Generate from a goal' }))
    await userEvent.type(await screen.findByRole('textbox', { name: 'Goal' }), 'follow the trend')
    await userEvent.click(screen.getByRole('radio', { name: 'Conservative' }))
    await userEvent.click(screen.getByRole('button', { name: 'Generate' }))
    expect(await screen.findByText('Fast cross answers "trend".')).toBeVisible()
    expect(screen.getAllByText('Prior confidence 64%, not evidence')).toHaveLength(3)
    expect(generate).toHaveBeenCalledWith({ goal: 'follow the trend', riskPreference: 'conservative', maxStrategies: 5 }, expect.anything())
    expect(create).not.toHaveBeenCalled()
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Fast cross' }))
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose Breakout' }))
    await userEvent.click(screen.getByRole('button', { name: 'Keep 2 strategies' }))
    await waitFor(() => expect(create.mock.calls.map(([draft]) => draft.name)).toEqual(['Fast cross', 'Breakout']))
  })

  it('shows at the goal what is wrong with the goal', async () => {
    const refused = new AppError('invalid_input', 'goal: say in a few words what the strategy should do', { details: { field: 'goal' } })
    show({ generate: () => Promise.reject(refused) })
    await userEvent.click(await screen.findByRole('button', { name: 'Generate from a goal' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Generate' }))
    expect(await screen.findByText('say in a few words what the strategy should do')).toBeVisible()
    expect(screen.getByRole('textbox', { name: 'Goal' })).toBeInvalid()
  })
})

describe('writing a strategy', () => {
  const fill = async (label: RegExp, text: string) => {
    const input = screen.getByRole('textbox', { name: label })
    await userEvent.clear(input)
    await userEvent.type(input, text)
  }

  it('draws its inputs from the family, hides idle ones, and saves what is in use', async () => {
    const create = storeDraft()
    show({ create })
    await userEvent.click(await screen.findByRole('button', { name: 'New strategy' }))
    await screen.findByRole('textbox', { name: /^Name/ })
    expect(screen.queryByRole('textbox', { name: 'Warm-up (bars)' })).toBeNull()
    await fill(/^Name/, 'My cross')
    await fill(/Fast average/, '15')
    await userEvent.click(screen.getByRole('button', { name: 'Create strategy' }))
    await waitFor(() => expect(create).toHaveBeenCalledOnce())
    expect(create.mock.calls[0]?.[0]).toMatchObject({ name: 'My cross', parameters: { fast: 15, slow: 20, average: 'sma' } })
    expect(create.mock.calls[0]?.[0].parameters).not.toHaveProperty('warmup')
    await waitFor(() => expect(screen.getByLabelText('Shown path')).toHaveTextContent(/^\/strategies\/[0-9a-f-]{36}/))
  })

  it('shows the application’s objection at the parameter it is about', async () => {
    const refused = new AppError('invalid_input', 'strategy.parameters.fast: must be less than slow (20)', {
      details: { field: 'strategy.parameters.fast' },
    })
    show({ create: () => Promise.reject(refused) })
    await userEvent.click(await screen.findByRole('button', { name: 'New strategy' }))
    await screen.findByRole('textbox', { name: /^Name/ })
    await fill(/^Name/, 'My cross')
    await fill(/Fast average/, '50')
    await userEvent.click(screen.getByRole('button', { name: 'Create strategy' }))
    expect(await screen.findByText('must be less than slow (20)')).toBeVisible()
    expect(screen.getByRole('textbox', { name: /Fast average/ })).toBeInvalid()
  })

  it('does not ask the application before the form is complete', async () => {
    show()
    await userEvent.click(await screen.findByRole('button', { name: 'New strategy' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Create strategy' }))
    expect(await screen.findByText('Give it a name')).toBeVisible()
    await waitFor(() => expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveFocus())
  })

  it('is open when the address asks for it, and closing it clears the address', async () => {
    show({}, '/strategies?new=yes')
    const dialog = await screen.findByRole('dialog', { name: 'New strategy' })
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(dialog).not.toBeInTheDocument())
    expect(screen.getByLabelText('Shown path')).toHaveTextContent(/^\/strategies$/)
  })
})
