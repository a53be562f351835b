import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { METRICS } from '#shared/domain/metricRegistry.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { GlossaryPage } from './GlossaryPage.tsx'

describe('GlossaryPage', () => {
  it('says of a metric what hovering over it says', () => {
    renderWithApp(<GlossaryPage />, { client: {}, path: '/glossary' })
    const metrics = screen.getByRole('region', { name: 'Metrics of a run' })
    expect(within(metrics).getByText(METRICS.sortino_ratio.definition)).toBeVisible()
    expect(within(screen.getByRole('region', { name: 'Governance' })).getByText('Waiver')).toBeVisible()
  })

  it('finds a term by its long name and keeps the search in the address', async () => {
    renderWithApp(<GlossaryPage />, { client: {}, path: '/glossary' })
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search terms' }), 'deflated')
    expect(await screen.findByText('1 term')).toBeVisible()
    expect(screen.getByRole('term')).toHaveTextContent('DSR')
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('/glossary?search=deflated')
  })

  it('offers the way back where nothing fits', async () => {
    renderWithApp(<GlossaryPage />, { client: {}, path: '/glossary?search=zzz' })
    await userEvent.click(screen.getByRole('button', { name: 'Show every term' }))
    expect(await screen.findByText('PBO')).toBeVisible()
  })
})
