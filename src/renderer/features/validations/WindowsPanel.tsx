import { Stack } from '@mantine/core'
import { WALK_FORWARD_TERMS as TERMS } from '#shared/domain/glossary.ts'
import { METRICS } from '#shared/domain/metricRegistry.ts'
import type { Validation, ValidationWindow } from '#shared/domain/validation.ts'
import { CutText } from '../../components/CutText.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Panel } from '../../components/Panel.tsx'
import { WindowTimeline } from '../../components/validationDialog/WindowTimeline.tsx'
import { formatCount, formatNumber, formatPercent, MISSING } from '../../format/figures.ts'
import { describeParameters } from './describeParameters.ts'
import { SharpeBars } from './SharpeBars.tsx'

const COLUMNS: readonly DataColumn<ValidationWindow>[] = [
  { id: 'window', header: 'Window', definition: TERMS.window.definition, align: 'end', width: 70, cell: ({ windowId }) => windowId + 1 },
  { id: 'test', header: 'Test', cell: ({ testStart, testEnd }) => `${testStart} – ${testEnd}` },
  {
    id: 'trainSharpe',
    header: 'IS Sharpe',
    definition: `In-sample. ${METRICS.sharpe_ratio.definition}`,
    align: 'end',
    cell: ({ trainSharpe }) => formatNumber(trainSharpe),
  },
  {
    id: 'testSharpe',
    header: 'OOS Sharpe',
    definition: `Out-of-sample. ${METRICS.sharpe_ratio.definition}`,
    align: 'end',
    cell: ({ testSharpe }) => formatNumber(testSharpe),
  },
  {
    id: 'degradation',
    header: 'Degradation',
    definition: TERMS.degradation.definition,
    align: 'end',
    cell: ({ degradation }) => formatPercent(degradation, { decimals: 0 }),
  },
  { id: 'testReturn', header: 'OOS return', metric: 'total_return', align: 'end', cell: ({ testReturn }) => formatPercent(testReturn) },
  {
    id: 'testDrawdown',
    header: 'OOS drawdown',
    metric: 'max_drawdown',
    align: 'end',
    cell: ({ testDrawdown }) => formatPercent(testDrawdown),
  },
  { id: 'trades', header: 'Trades', metric: 'total_trades', align: 'end', cell: ({ detail }) => formatCount(detail?.testTrades) },
  {
    id: 'parameters',
    header: 'Chosen parameters',
    cell: ({ detail }) => (detail === undefined ? MISSING : <CutText text={describeParameters(detail.parameters)} />),
  },
  { id: 'train', header: 'Training', isOptional: true, cell: ({ trainStart, trainEnd }) => `${trainStart} – ${trainEnd}` },
]

interface WindowsPanelProps {
  readonly validation: Validation
  /** Opens the trades of one window. */
  readonly onTrades: (windowId: number) => void
}

/** In-sample against out-of-sample, window by window. */
export function WindowsPanel({ validation, onTrades }: WindowsPanelProps) {
  const windows = validation.windows ?? []
  const canOpen = validation.plan !== null
  return (
    <Stack gap="md">
      {windows.length > 0 && (
        <Panel title="Sharpe ratio in sample and out of sample">
          <SharpeBars windows={windows} />
        </Panel>
      )}
      <DataTable
        label="Windows"
        rows={windows}
        columns={COLUMNS}
        rowId={({ windowId }) => String(windowId)}
        rowName={({ windowId }) => `Window ${windowId + 1}`}
        {...(canOpen ? { onOpenRow: ({ windowId }: ValidationWindow) => onTrades(windowId) } : {})}
        columnsKey="validation-windows"
        empty={<EmptyState message="The windows of this validation were not kept." />}
      />
      {windows.length > 0 && (
        <Panel title="Windows on the time axis">
          <WindowTimeline windows={windows} />
        </Panel>
      )}
    </Stack>
  )
}
