import type { SpotlightActionGroupData } from '@mantine/spotlight'
import { IconDatabase, IconFlask, IconTable } from '@tabler/icons-react'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../api/ApiProvider.tsx'
import { formatCount, formatNumber } from '../format/figures.ts'

const SHOWN = 5
const ICON_PX = 18

type Go = (path: string) => void

function strategyAction({ id, name, version, status }: Strategy, go: Go) {
  return {
    id: `strategy-${id}`,
    label: name,
    description: `Strategy, version ${version}, ${status}`,
    leftSection: <IconFlask size={ICON_PX} aria-hidden />,
    onClick: () => go(`/strategies/${id}`),
  }
}

function runAction({ id, strategyName, startDate, endDate, sharpeRatio, status }: BacktestSummary, go: Go) {
  return {
    id: `run-${id}`,
    label: `Run of ${strategyName}`,
    description: `${startDate} – ${endDate}, ${sharpeRatio === null ? status : `Sharpe ${formatNumber(sharpeRatio)}`}`,
    leftSection: <IconTable size={ICON_PX} aria-hidden />,
    onClick: () => go(`/backtests/${id}`),
  }
}

function datasetAction({ id, name, symbol, barCount }: Dataset, go: Go) {
  return {
    id: `dataset-${id}`,
    label: name,
    description: `Dataset, ${symbol}, ${formatCount(barCount)} bars`,
    keywords: [symbol],
    leftSection: <IconDatabase size={ICON_PX} aria-hidden />,
    onClick: () => go(`/data?dataset=${id}`),
  }
}

/** What a workspace holds under the words typed: a few strategies, runs and datasets. Nothing is asked before something is typed. */
export function usePaletteFinds(words: string): SpotlightActionGroupData[] {
  const api = useApi()
  const navigate = useNavigate()
  const go: Go = (path) => void navigate(path)
  const search = words.trim()
  const input = search === '' ? skipToken : { search, limit: SHOWN }
  const strategies = useQuery(api.strategies.list.queryOptions({ input, placeholderData: keepPreviousData }))
  const runs = useQuery(api.backtests.list.queryOptions({ input, placeholderData: keepPreviousData }))
  const datasets = useQuery(api.datasets.list.queryOptions({ input, placeholderData: keepPreviousData }))
  if (search === '') return []
  return [
    { group: 'Strategies', actions: (strategies.data?.items ?? []).map((strategy) => strategyAction(strategy, go)) },
    { group: 'Runs', actions: (runs.data?.items ?? []).map((run) => runAction(run, go)) },
    { group: 'Datasets', actions: (datasets.data?.items ?? []).map((dataset) => datasetAction(dataset, go)) },
  ]
}
