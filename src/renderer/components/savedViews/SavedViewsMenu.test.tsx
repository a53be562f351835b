import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { SavedViewsMenu } from './SavedViewsMenu.tsx'

const show = (path: string) => renderWithApp(<SavedViewsMenu list="runs" passingKeys={['run']} />, { client: {}, path })
const openMenu = (name: string) => userEvent.click(screen.getByRole('button', { name }))
const choose = async (name: string) => userEvent.click(await screen.findByRole('menuitemradio', { name }))

async function saveAs(name: string) {
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Save this view' }))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), `${name}{Enter}`)
}

describe('SavedViewsMenu', () => {
  afterEach(() => localStorage.clear())

  it('saves search, filters and order under a name, and brings them back after a reload', async () => {
    const { unmount } = show('/backtests?status=failed&search=cross&run=new')
    await openMenu('Views')
    await saveAs('Broken crosses')
    expect(await screen.findByRole('button', { name: 'Broken crosses' })).toBeVisible()
    unmount()

    show('/backtests')
    await openMenu('Views')
    await choose('Broken crosses')
    expect(screen.getByLabelText('Shown path')).toHaveTextContent(/^\/backtests\?search=cross&status=failed$/)
    await openMenu('Broken crosses')
    await choose('Default view')
    expect(screen.getByLabelText('Shown path')).toHaveTextContent(/^\/backtests$/)
  })

  it('replaces a view of the same name and says so before', async () => {
    localStorage.setItem('aurelius-views-runs', JSON.stringify([{ name: 'Mine', address: 'search=old' }]))
    show('/backtests?search=new')
    await openMenu('Views')
    await saveAs('Mine')
    await waitFor(() => expect(localStorage.getItem('aurelius-views-runs')).toBe('[{"name":"Mine","address":"search=new"}]'))
  })

  it('asks for a name', async () => {
    show('/backtests?search=x')
    await openMenu('Views')
    await saveAs(' ')
    expect(await screen.findByText('Give it a name')).toBeVisible()
    expect(localStorage.getItem('aurelius-views-runs')).toBe('[]')
  })

  it('deletes the view that is shown', async () => {
    localStorage.setItem('aurelius-views-runs', JSON.stringify([{ name: 'Mine', address: 'search=x' }]))
    show('/backtests?search=x')
    await openMenu('Mine')
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete “Mine”' }))
    await waitFor(() => expect(screen.getByRole('button', { name: 'Views' })).toBeVisible())
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(await screen.findByRole('button', { name: 'Mine' })).toBeVisible()
  })

  it.each(['{', '7', '[{"name":1}]'])('starts afresh from %s in the browser’s memory', async (stored) => {
    localStorage.setItem('aurelius-views-runs', stored)
    show('/backtests')
    await openMenu('Views')
    expect(await screen.findAllByRole('menuitemradio')).toHaveLength(1)
  })
})
