import type { Dataset } from '#shared/domain/dataset.ts'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { HashText } from '../../components/HashText.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDate } from '../../format/instants.ts'
import type { DatasetSortKey } from './datasetList.ts'
import { QualityBadge } from './QualityBadge.tsx'

export const DATASET_COLUMNS: readonly DataColumn<Dataset, DatasetSortKey>[] = [
  { id: 'name', header: 'Name', sortKey: 'name', cell: (dataset) => dataset.name },
  { id: 'symbol', header: 'Symbol', sortKey: 'symbol', cell: (dataset) => dataset.symbol },
  { id: 'kind', header: 'Kind', cell: (dataset) => (dataset.kind === 'panel' ? 'Panel' : 'Bars') },
  { id: 'bars', header: 'Bars', align: 'end', sortKey: 'barCount', cell: (dataset) => formatCount(dataset.barCount) },
  { id: 'first', header: 'First', align: 'end', cell: (dataset) => formatDate(dataset.firstTimeMs) },
  { id: 'last', header: 'Last', align: 'end', cell: (dataset) => formatDate(dataset.lastTimeMs) },
  { id: 'quality', header: 'Quality', cell: (dataset) => <QualityBadge quality={dataset.quality} /> },
  { id: 'hash', header: 'Data hash', cell: (dataset) => <HashText value={dataset.dataHash} label="data hash" /> },
  { id: 'created', header: 'Imported', align: 'end', sortKey: 'createdAt', cell: (dataset) => formatDate(dataset.createdAtMs) },
]
