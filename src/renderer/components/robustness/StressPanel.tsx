import { SimpleGrid, Table } from '@mantine/core'
import { ROBUSTNESS_TERMS as TERMS } from '#shared/domain/glossary.ts'
import type { RobustnessResult } from '#shared/domain/robustness.ts'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import { Figure } from '../Figure.tsx'
import { Panel } from '../Panel.tsx'
import { TermHeader } from '../TermHeader.tsx'

/** What the result hangs on: costs, a bar's delay, single trades, exact parameters, one regime. */
export function StressPanel({ result }: { readonly result: RobustnessResult }) {
  return (
    <Panel title="What it hangs on">
      <StressFigures result={result} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg" mt="md" style={{ alignItems: 'start' }}>
        <CostsTable costs={result.costs} />
        <RegimesTable regimes={result.regimes} />
      </SimpleGrid>
    </Panel>
  )
}

function StressFigures({ result: { costs, delay, droppedTrades, parameters } }: { readonly result: RobustnessResult }) {
  const percent = (value: number | null) => formatPercent(value, { decimals: 0 })
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="lg">
      <Figure
        label="Break-even costs"
        definition={TERMS.breakeven.definition}
        value={`${costs.isLowerBound ? 'above ' : ''}${formatNumber(costs.breakeven.value)}`}
        unit={costs.breakeven.value === null ? undefined : 'times'}
        missing={costs.breakeven.reason}
      />
      <Figure
        label="Kept one bar late"
        definition={TERMS.delay.definition}
        value={percent(delay.keptSharpe.value)}
        missing={delay.keptSharpe.reason}
        detail={`Sharpe ${formatNumber(delay.stressed.sharpe)}`}
      />
      <Figure
        label="Kept without trades"
        definition={TERMS.droppedTrades.definition}
        value={percent(droppedTrades.keptSharpe.value)}
        missing={droppedTrades.keptSharpe.reason}
        detail={`${formatCount(droppedTrades.positions)} positions, ${formatCount(droppedTrades.draws)} draws, seed ${droppedTrades.seed}`}
      />
      <Figure
        label="Profitable neighbours"
        definition={TERMS.neighbours.definition}
        value={percent(parameters.profitableShare.value)}
        missing={parameters.profitableShare.reason}
        detail={`${formatCount(parameters.neighbours.length)} neighbours`}
      />
    </SimpleGrid>
  )
}

function CostsTable({ costs }: { readonly costs: RobustnessResult['costs'] }) {
  return (
    <Table aria-label="Costs multiplied">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Costs</Table.Th>
          <TermHeader header="Return" metric="total_return" />
          <TermHeader header="Sharpe" metric="sharpe_ratio" />
          <TermHeader header="Drawdown" metric="max_drawdown" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {costs.points.map(({ multiple, score }) => (
          <Table.Tr key={multiple}>
            <Table.Td>{multiple === 0 ? 'None' : `${multiple} times`}</Table.Td>
            <Table.Td ta="right">{formatPercent(score.totalReturn)}</Table.Td>
            <Table.Td ta="right">{formatNumber(score.sharpe)}</Table.Td>
            <Table.Td ta="right">{formatPercent(score.maxDrawdown)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

const REGIME_NAMES = {
  rising_calm: 'Rising, calm',
  rising_turbulent: 'Rising, turbulent',
  falling_calm: 'Falling, calm',
  falling_turbulent: 'Falling, turbulent',
} as const

function RegimesTable({ regimes }: { readonly regimes: RobustnessResult['regimes'] }) {
  return (
    <Table aria-label="Returns by regime">
      <Table.Thead>
        <Table.Tr>
          <TermHeader header="Regime of the bars before" definition={TERMS.regime.definition} align="left" />
          <TermHeader header="Time" definition="Share of all bars that fall into the regime." />
          <TermHeader header="Return" metric="total_return" />
          <TermHeader header="Sharpe" metric="sharpe_ratio" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {regimes.parts.map(({ regime, share, totalReturn, sharpe }) => (
          <Table.Tr key={regime}>
            <Table.Td>{REGIME_NAMES[regime]}</Table.Td>
            <Table.Td ta="right">{formatPercent(share, { decimals: 0 })}</Table.Td>
            <Table.Td ta="right">{formatPercent(totalReturn)}</Table.Td>
            <Table.Td ta="right">{formatNumber(sharpe)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
