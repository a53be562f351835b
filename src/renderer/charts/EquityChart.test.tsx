import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { makePositions } from '../../../tests/builders/finishedRun.ts'
import { giveElementsHeight } from '../../../tests/builders/layout.ts'
import { renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { EquityChart } from './EquityChart.tsx'

// jsdom has no canvas: the wrapper stands in with the words it gives to screen readers.
vi.mock('./ChartCanvas.tsx', () => ({ ChartCanvas: ({ summary }: { summary: string }) => <div role="img" aria-label={summary} /> }))

describe('EquityChart', () => {
  giveElementsHeight(320)

  it('says in words what the picture shows, and the last values in the legend', () => {
    renderWithApp(<EquityChart columns={makePositions()} fileName="equity.png" />, { client: {} })
    expect(screen.getByRole('img')).toHaveAccessibleName(
      'Equity from 1,000.00 on 2020-01-01 to 1,200.00 on 2020-01-04. Deepest drawdown -10.0%. Buy and hold ended at 1,500.00.',
    )
    expect(screen.getByText('1,200')).toBeVisible()
    expect(screen.getByText('1,500')).toBeVisible()
  })

  it('shows the same values as a table', async () => {
    renderWithApp(<EquityChart columns={makePositions()} fileName="equity.png" />, { client: {} })
    await userEvent.click(screen.getByRole('button', { name: 'View as table' }))
    expect(screen.queryByRole('img')).toBeNull()
    const row = within(screen.getByRole('table', { name: 'Equity by bar' })).getByRole('row', { name: /2020-01-03/ })
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['2020-01-03', '990.00', '800.00', '-10.00%'])
    await userEvent.click(screen.getByRole('button', { name: 'View as chart' }))
    expect(screen.getByRole('img')).toBeVisible()
  })
})
