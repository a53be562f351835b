import { Anchor, Skeleton, Stack, Text } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { PositionColumns } from '#shared/domain/ledger.ts'
import type { TimeSpan } from '../../charts/chartSpan.ts'
import { type ColumnSpec, ColumnTable } from '../../components/columnTable/ColumnTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatCount, formatPercent } from '../../format/figures.ts'
import { barTimeFormat } from '../../format/instants.ts'
import { type DrawdownEpisode, drawdownEpisodes, shareUnderWater } from './drawdownEpisodes.ts'
import { useRunPositions } from './useRunColumns.ts'
import { useZoom } from './useZoom.ts'

const HEIGHT_PX = 420

/** Every fall of equity from a peak, the deepest first; a click shows it in the chart. */
export function DrawdownsPanel({ run }: { readonly run: Backtest }) {
  const positions = useRunPositions(run.id)
  if (positions.error !== null) return <ErrorNotice error={positions.error} onRetry={() => void positions.refetch()} />
  if (positions.data === undefined) return <Skeleton height={HEIGHT_PX} />
  return <DrawdownTable positions={positions.data} initialMoney={run.initialCash} />
}

function DrawdownTable({ positions, initialMoney }: { readonly positions: PositionColumns; readonly initialMoney: number | null }) {
  const zoom = useZoom()
  const { time, equity } = positions
  const episodes = useMemo(() => drawdownEpisodes(equity, initialMoney), [equity, initialMoney])
  if (episodes.length === 0) return <EmptyState message="Equity never fell below an earlier peak in this run." />
  const share = shareUnderWater(episodes, time.length)
  return (
    <Stack gap="xs">
      <ColumnTable
        label="Drawdowns"
        rowCount={episodes.length}
        columns={drawdownColumns(episodes, time, zoom)}
        height={HEIGHT_PX}
        orderKey="drawdowns"
      />
      <Text size="sm" c="dimmed">
        {episodes.length === 1 ? 'One drawdown' : `${formatCount(episodes.length)} drawdowns`}; equity was below an earlier peak at{' '}
        {formatPercent(share, { decimals: 1 })} of all bars. The start is the last bar at the peak; choose one to see it in the chart.
      </Text>
    </Stack>
  )
}

function drawdownColumns(episodes: readonly DrawdownEpisode[], time: Float64Array, zoom: (span: TimeSpan) => void): ColumnSpec[] {
  const formatTime = barTimeFormat(time)
  const instant = (bar: number | null) => (bar === null ? Number.NaN : (time[bar] ?? Number.NaN))
  const column = ({ value, show, ...shape }: EpisodeColumn): ColumnSpec => ({
    ...shape,
    key: shape.header,
    cell: (row) => episodes[row] && show(episodes[row]),
    sortValue: (row) => (episodes[row] === undefined ? Number.NaN : value(episodes[row])),
  })
  const date = (header: string, barOf: (episode: DrawdownEpisode) => number | null): ColumnSpec =>
    column({
      header,
      align: 'left',
      widthPx: 140,
      value: (episode) => instant(barOf(episode)),
      show: (episode) => (barOf(episode) === null ? 'not yet' : formatTime(instant(barOf(episode)))),
    })
  return [
    column({
      header: 'Start',
      align: 'left',
      widthPx: 140,
      value: ({ peakBar }) => instant(peakBar),
      show: (episode) => <EpisodeLink episode={episode} time={time} onOpen={zoom} />,
    }),
    date('Trough', ({ troughBar }) => troughBar),
    date('Recovery', ({ recoveryBar }) => recoveryBar),
    column({ header: 'Depth', align: 'right', widthPx: 100, value: ({ depth }) => depth, show: ({ depth }) => formatPercent(depth) }),
    column({ header: 'Bars', align: 'right', widthPx: 90, value: ({ bars }) => bars, show: ({ bars }) => formatCount(bars) }),
    column({
      header: 'Bars to trough',
      align: 'right',
      widthPx: 120,
      value: ({ peakBar, troughBar }) => troughBar - peakBar,
      show: ({ peakBar, troughBar }) => formatCount(troughBar - peakBar),
    }),
  ]
}

interface EpisodeColumn extends Pick<ColumnSpec, 'header' | 'align' | 'widthPx'> {
  readonly value: (episode: DrawdownEpisode) => number
  readonly show: (episode: DrawdownEpisode) => ReactNode
}

interface EpisodeLinkProps {
  readonly episode: DrawdownEpisode
  readonly time: Float64Array
  readonly onOpen: (span: TimeSpan) => void
}

function EpisodeLink({ episode: { peakBar, recoveryBar, depth }, time, onOpen }: EpisodeLinkProps) {
  const formatTime = barTimeFormat(time)
  const fromMs = time[peakBar] ?? 0
  const toMs = time[recoveryBar ?? time.length - 1] ?? fromMs
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      aria-label={`${formatTime(fromMs)}, fall of ${formatPercent(depth)}: show in the chart`}
      onClick={() => onOpen({ fromMs, toMs })}
    >
      {formatTime(fromMs)}
    </Anchor>
  )
}
