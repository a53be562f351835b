import { Paper, Skeleton, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Backtest } from '#shared/domain/backtest.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { EquityChart } from '../../charts/EquityChart.tsx'
import { PriceChart } from '../../charts/PriceChart.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'

const CHART_AREA_PX = 500

/** Curves of a finished run: a run never changes, so they are asked for once. */
export function RunCharts({ run }: { readonly run: Backtest }) {
  const api = useApi()
  const positions = useQuery(api.backtests.positions.queryOptions({ input: { id: run.id }, staleTime: Number.POSITIVE_INFINITY }))
  const trades = useQuery(api.backtests.trades.queryOptions({ input: { id: run.id }, staleTime: Number.POSITIVE_INFINITY }))
  const failed = [positions, trades].find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
  if (positions.data === undefined || trades.data === undefined) return <Skeleton height={CHART_AREA_PX} />
  const fileName = `${run.strategyName} ${run.startDate} to ${run.endDate}`
  return (
    <Paper p="sm">
      <Tabs defaultValue="equity" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="equity">Equity and drawdown</Tabs.Tab>
          <Tabs.Tab value="price">Price and trades</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="equity">
          <EquityChart columns={positions.data} fileName={`${fileName} equity.png`} />
        </Tabs.Panel>
        <Tabs.Panel value="price">
          <PriceChart time={positions.data.time} close={positions.data.close} trades={trades.data} fileName={`${fileName} trades.png`} />
        </Tabs.Panel>
      </Tabs>
    </Paper>
  )
}
