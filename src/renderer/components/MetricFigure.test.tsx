import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { MetricFigure } from './MetricFigure.tsx'

describe('MetricFigure', () => {
  it('shows a value in its unit and its definition on focus', async () => {
    renderWithApp(<MetricFigure metric="cagr" value={0.0712} />, { client: {} })
    expect(screen.getByText('7.12%')).toBeVisible()
    await userEvent.tab()
    expect(await screen.findByRole('tooltip')).toHaveTextContent('(Final / initial equity)^(A/n) - 1')
  })

  it('shows a real zero as zero', () => {
    renderWithApp(<MetricFigure metric="total_trades" value={0} />, { client: {} })
    expect(screen.getByText('0')).toBeVisible()
  })

  it('shows a missing value as an em dash with its reason', async () => {
    renderWithApp(<MetricFigure metric="sharpe_ratio" value={null} reason="Returns do not vary." />, { client: {} })
    expect(screen.getByText('—')).toBeVisible()
    await userEvent.hover(screen.getByText('—'))
    expect(await screen.findByRole('tooltip')).toHaveTextContent('Not known: Returns do not vary.')
  })
})
