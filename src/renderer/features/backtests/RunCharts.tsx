import { Paper, Skeleton, Tabs } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { PositionColumns, TradeColumns } from '#shared/domain/ledger.ts'
import { EquityChart } from '../../charts/EquityChart.tsx'
import { PriceChart } from '../../charts/PriceChart.tsx'
import { useAddressState } from '../../components/addressState.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PanelPriceChart } from './PanelPriceChart.tsx'
import { isPanelRun, useRunBars } from './useRunBars.ts'
import { useRunPositions, useRunTrades } from './useRunColumns.ts'

const CHART_AREA_PX = 500
const CHARTS = ['equity', 'price'] as const

/** Curves of a finished run. `?chart=price` shows the price; `?zoom=` points at a part of either. */
export function RunCharts({ run }: { readonly run: Backtest }) {
  const positions = useRunPositions(run.id)
  const trades = useRunTrades(run.id)
  const failed = [positions, trades].find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
  if (positions.data === undefined || trades.data === undefined) return <Skeleton height={CHART_AREA_PX} />
  return <ChartTabs run={run} positions={positions.data} trades={trades.data} />
}

interface ChartTabsProps {
  readonly run: Backtest
  readonly positions: PositionColumns
  readonly trades: TradeColumns
}

function ChartTabs({ run, positions, trades }: ChartTabsProps) {
  const address = useAddressState()
  const area = useRef<HTMLDivElement>(null)
  const zoom = address.text('zoom')
  // Whatever on the page points at a part of the chart, the chart comes into sight.
  useEffect(() => {
    if (zoom !== '') area.current?.scrollIntoView({ block: 'nearest' })
  }, [zoom])
  const fileName = `${run.strategyName} ${run.startDate} to ${run.endDate}`
  return (
    <Paper p="sm" ref={area}>
      <Tabs
        value={address.choice('chart', CHARTS, 'equity')}
        onChange={(chart) => address.change({ chart: chart === 'price' ? chart : null })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="equity">Equity and drawdown</Tabs.Tab>
          <Tabs.Tab value="price">Price and trades</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="equity">
          <EquityChart columns={positions} fileName={`${fileName} equity.png`} />
        </Tabs.Panel>
        <Tabs.Panel value="price">
          {isPanelRun(run) && run.datasetId !== null ? (
            <PanelPriceChart run={run} datasetId={run.datasetId} time={positions.time} trades={trades} />
          ) : (
            <RunPriceChart run={run} positions={positions} trades={trades} fileName={`${fileName} trades.png`} />
          )}
        </Tabs.Panel>
      </Tabs>
    </Paper>
  )
}

/** The bars are asked for only when the price is looked at. */
function RunPriceChart({ run, positions, trades, fileName }: ChartTabsProps & { readonly fileName: string }) {
  const runBars = useRunBars(run, positions.time)
  if (runBars.state === 'loading') return <Skeleton height={CHART_AREA_PX} />
  const bars = runBars.state === 'known' ? runBars.bars : null
  return <PriceChart time={positions.time} close={positions.close} bars={bars} trades={trades} fileName={fileName} />
}
