import { Paper, SimpleGrid } from '@mantine/core'
import type { MetricName } from '#shared/domain/metricRegistry.ts'
import { MetricFigure } from '../../components/MetricFigure.tsx'
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

/** The eight figures read first. A Sharpe ratio never stands without the probability that it is above zero. */
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
            {...(metric === 'sharpe_ratio' ? { detail: `PSR ${formatPercent(metrics.values['psr'], { decimals: 1 })}` } : {})}
          />
        ))}
      </SimpleGrid>
    </Paper>
  )
}
