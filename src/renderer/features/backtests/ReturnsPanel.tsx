import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { type CSSProperties, useMemo } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import { monthlyReturns } from '#shared/domain/monthlyReturns.ts'
import { FigureFrame } from '../../charts/FigureFrame.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatPercent } from '../../format/figures.ts'
import classes from './MonthlyHeatmap.module.css'
import { MonthlyHeatmap } from './MonthlyHeatmap.tsx'
import { returnScale } from './returnScale.ts'
import { useRunPositions } from './useRunColumns.ts'

/** Returns by month and year. */
export function ReturnsPanel({ run }: { readonly run: Backtest }) {
  const positions = useRunPositions(run.id)
  const years = useMemo(
    () => (positions.data === undefined ? undefined : monthlyReturns(positions.data, run.initialCash)),
    [positions.data, run.initialCash],
  )
  if (positions.error !== null) return <ErrorNotice error={positions.error} onRetry={() => void positions.refetch()} />
  if (years === undefined) return <Skeleton height={480} />
  if (years.length === 0) return <EmptyState message="This run has no bars, so it has no returns." />
  const scale = returnScale(years)
  return (
    <Stack gap="xs">
      <FigureFrame name="months" fileName={`returns by month ${run.strategyName}.png`} legend={<ScaleKey limit={scale} />}>
        <MonthlyHeatmap years={years} scale={scale} />
      </FigureFrame>
      <Text size="sm" c="dimmed">
        From {run.startDate} to {run.endDate} (UTC): the first and the last month may be parts of months. A month opens in the chart.
      </Text>
    </Stack>
  )
}

const KEY_STEPS = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1]

function ScaleKey({ limit }: { readonly limit: number }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="sm" c="dimmed">
        {formatPercent(-limit, { decimals: 1 })}
      </Text>
      <span className={classes['key']} aria-hidden>
        {KEY_STEPS.map((place) => (
          <span key={place} data-side={place < 0 ? 'loss' : 'gain'} style={{ '--strength': Math.abs(place) } as CSSProperties} />
        ))}
      </span>
      <Text size="sm" c="dimmed">
        {formatPercent(limit, { decimals: 1, signed: true })}
      </Text>
    </Group>
  )
}
