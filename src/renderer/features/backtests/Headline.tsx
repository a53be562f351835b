import { Paper, SimpleGrid } from '@mantine/core'
import type { MetricName } from '#shared/domain/metricRegistry.ts'
import { MetricFigure } from '../../components/MetricFigure.tsx'
import { sharpeRange } from '../../components/SharpeInterval.tsx'
import { formatPercent } from '../../format/figures.ts'
import type { RunMetrics } from './runMetrics.ts'

const HEADLINE: readonly MetricName[] = [
  'total_return',
  'cagr',
  'sharpe_ratio',
  'max_drawdown',
  'annual_volatility',
  'profit_factor',
  'win_rate',
  'total_trades',
]

/** The eight figures read first. A Sharpe ratio never stands without its interval and the probability that it is above zero. */
export function Headline({ metrics }: { readonly metrics: RunMetrics }) {
  return (
    <Paper>
      <SimpleGrid cols={{ base: 2, xs: 4, lg: 8 }} spacing="lg" verticalSpacing="md">
        {HEADLINE.map((metric) => (
          <MetricFigure
            key={metric}
            metric={metric}
            value={metrics.values[metric] ?? null}
            reason={metrics.reasons[metric]}
            {...(metric === 'sharpe_ratio' ? { detail: <SharpeEvidence metrics={metrics} /> } : {})}
          />
        ))}
      </SimpleGrid>
    </Paper>
  )
}

function SharpeEvidence({ metrics: { values } }: { readonly metrics: RunMetrics }) {
  const range = sharpeRange({ low: values['sharpe_low'], high: values['sharpe_high'] })
  return (
    <>
      {range !== null && <span style={{ display: 'block', whiteSpace: 'nowrap' }}>95%: {range}</span>}
      <span>PSR {formatPercent(values['psr'], { decimals: 1 })}</span>
    </>
  )
}
