import { Paper, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Figure } from '../../components/Figure.tsx'
import { MetricFigure } from '../../components/MetricFigure.tsx'
import { formatBasisPoints, formatMoney, formatPercent } from '../../format/figures.ts'
import { CostsByYear } from './CostsByYear.tsx'
import { costReport } from './costReport.ts'
import { executionCostWords } from './executionCostWords.ts'
import type { RunMetrics } from './runMetrics.ts'
import { useRunTrades } from './useRunColumns.ts'

interface CostsPanelProps {
  readonly run: Backtest
  readonly metrics: RunMetrics
}

/** What trading cost, and what the same trades would have earned without. */
export function CostsPanel({ run, metrics }: CostsPanelProps) {
  const trades = useRunTrades(run.id)
  if (trades.error !== null) return <ErrorNotice error={trades.error} onRetry={() => void trades.refetch()} />
  if (trades.data === undefined) return <Skeleton height={320} />
  if (trades.data.pnl.length === 0) return <EmptyState message="No trade was closed in this run, so nothing can be said about its costs." />
  return <Costs run={run} metrics={metrics} trades={trades.data} />
}

function Costs({ run, metrics, trades }: CostsPanelProps & { readonly trades: TradeColumns }) {
  const report = useMemo(() => costReport(trades), [trades])
  return (
    <Stack gap="md">
      <Paper>
        <SimpleGrid cols={{ base: 2, xs: 3, lg: 5 }} spacing="lg" verticalSpacing="md">
          <MetricFigure
            metric="total_commission"
            value={metrics.values['total_commission'] ?? null}
            reason={metrics.reasons['total_commission']}
          />
          <Figure
            label="Costs per trade"
            definition="Costs charged to the closed trades / their number."
            value={formatMoney(report.costPerTrade)}
          />
          <Figure
            label="Costs of traded value"
            definition="Costs charged to the closed trades / value bought and sold by them, in hundredths of a percent."
            value={formatBasisPoints(report.costOfTradedValue)}
            unit="bps"
          />
          <MetricFigure metric="turnover" value={metrics.values['turnover'] ?? null} reason={metrics.reasons['turnover']} />
          <Figure
            label="Cost drag"
            definition="Costs charged to the closed trades / their profit before costs: the part of the gross profit that went to costs."
            value={formatPercent(report.costOfGrossProfit, { decimals: 1 })}
            missing={report.costOfGrossProfit === null ? 'Not known: the trades earned nothing before costs.' : null}
          />
        </SimpleGrid>
      </Paper>
      <CostsByYear report={report} initialMoney={run.initialCash} />
      <Text size="sm" c="dimmed">
        Gross is what the same fills would have earned without the costs charged to them. It is not a run without costs: its sizes would
        differ. {executionCostWords(run.spec?.execution)}
      </Text>
    </Stack>
  )
}
