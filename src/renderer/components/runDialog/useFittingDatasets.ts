import { skipToken, useQuery } from '@tanstack/react-query'
import type { Dataset, DatasetKind } from '#shared/domain/dataset.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatDate } from '../../format/instants.ts'
import type { DateRange, RunForm } from './runForm.ts'

export interface FittingDatasets {
  /** What the chosen strategy can run on; all data until one is chosen. */
  readonly datasets: readonly Dataset[]
  /** The chosen one, or the only one that fits. */
  readonly dataset: Dataset | null
  /** Its dates. */
  readonly range: DateRange | null
  /** What to do when nothing fits; null when something does, or while it is not known. */
  readonly missing: string | null
}

const MISSING_DATA: Readonly<Record<DatasetKind, string>> = {
  bars: 'There is no data of one instrument yet: import a file, or use the sample under Data.',
  panel: 'This strategy needs a panel: import a file with several symbols, or make a synthetic panel under Data.',
}

/**
 * Data for a strategy: bars or panels, as its family needs. Data of the other kind are no choice. Before a strategy is
 * chosen data of every kind fit, or those of the kind `unchosen`.
 */
export function useFittingDatasets(
  { strategyId, datasetId }: Pick<RunForm, 'strategyId' | 'datasetId'>,
  unchosen: DatasetKind | null = null,
): FittingDatasets {
  const api = useApi()
  const list = useQuery(api.datasets.list.queryOptions({ input: { limit: 200 } }))
  const ownKind = useDatasetKind(strategyId)
  const kind = strategyId === null ? unchosen : ownKind
  const datasets = list.data?.items.filter((each) => kind === null || each.kind === kind) ?? []
  // With one dataset there is nothing to choose.
  const only = datasets.length === 1 ? datasets[0] : undefined
  const dataset = datasets.find(({ id }) => id === datasetId) ?? only ?? null
  const range = dataset && { first: formatDate(dataset.firstTimeMs), last: formatDate(dataset.lastTimeMs) }
  const missing = list.data !== undefined && datasets.length === 0 ? MISSING_DATA[kind ?? 'bars'] : null
  return { datasets, dataset, range, missing }
}

/** What the chosen strategy runs on; null until it is known. */
function useDatasetKind(strategyId: string | null): DatasetKind | null {
  const api = useApi()
  const strategy = useQuery(api.strategies.get.queryOptions({ input: strategyId === null ? skipToken : { id: strategyId } }))
  const types = useQuery(api.strategies.describeTypes.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const universe = types.data?.find(({ type }) => type === strategy.data?.type)?.universe
  return universe === undefined ? null : universe === 'panel' ? 'panel' : 'bars'
}
