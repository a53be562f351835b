import { Box, VisuallyHidden } from '@mantine/core'
import { IconPin, IconPinFilled, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ComparedRun } from '#shared/contract/comparison.ts'
import { METRICS, type MetricDefinition } from '#shared/domain/metricRegistry.ts'
import { SeriesSwatch } from '../../charts/SeriesSwatch.tsx'
import { MetricTerm } from '../../components/MetricTerm.tsx'
import { RowButton } from '../../components/RowButton.tsx'
import { RowName } from '../../components/RowName.tsx'
import { sharpeRange } from '../../components/SharpeInterval.tsx'
import { whenIdle } from '../../components/whenIdle.ts'
import { formatInUnit, formatNumber, formatPercent, MISSING } from '../../format/figures.ts'
import classes from './DifferencesTable.module.css'
import { type FactGroup, type FactRow, type FactValue, firstFacts } from './differences.ts'
import { letterOf } from './letters.ts'

interface DifferencesTableProps {
  readonly runs: readonly ComparedRun[]
  readonly groups: readonly FactGroup[]
  /** Place of the run the others are held against. */
  readonly baseline: number
  readonly onPin: (id: string) => void
  readonly onRemove: (id: string) => void
}

/** As many as a window has room for beneath the chart; the others wait until these are painted, or so long. */
const FIRST_FACTS = 12
const LATEST_MS = 200

function useFirstFactsFirst(groups: readonly FactGroup[]): readonly FactGroup[] {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => whenIdle(() => setPainted(true), LATEST_MS), [])
  return isPainted ? groups : firstFacts(groups, FIRST_FACTS)
}

/** Runs across, facts down; each metric with its distance to the baseline. */
export function DifferencesTable({ runs, groups, baseline, onPin, onRemove }: DifferencesTableProps) {
  const shown = useFirstFactsFirst(groups)
  return (
    <Box component="section" className={classes['scroller']} aria-label="Settings and metrics of the runs" tabIndex={0}>
      <table className={classes['table']}>
        <VisuallyHidden component="caption">Settings and metrics of the runs</VisuallyHidden>
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>Fact</VisuallyHidden>
            </th>
            {runs.map((each, index) => (
              <RunHeader
                key={each.run.id}
                run={each.run}
                index={index}
                isBaseline={index === baseline}
                onPin={() => onPin(each.run.id)}
                onRemove={() => onRemove(each.run.id)}
              />
            ))}
          </tr>
        </thead>
        {shown.map(({ title, rows }) => (
          <tbody key={title}>
            <tr className={classes['group']}>
              <th colSpan={runs.length + 1} scope="rowgroup">
                {title}
              </th>
            </tr>
            {rows.map((row) => (
              <FactLine key={row.key} row={row} runs={runs} baseline={baseline} />
            ))}
          </tbody>
        ))}
      </table>
    </Box>
  )
}

interface RunHeaderProps {
  readonly run: ComparedRun['run']
  readonly index: number
  readonly isBaseline: boolean
  readonly onPin: () => void
  readonly onRemove: () => void
}

function RunHeader({ run, index, isBaseline, onPin, onRemove }: RunHeaderProps) {
  const letter = letterOf(index)
  return (
    <th scope="col" className={isBaseline ? classes['baseline'] : undefined}>
      <span className={classes['head']}>
        <SeriesSwatch index={index} />
        <b>{letter}</b>
        <RowButton
          aria-label={isBaseline ? `${letter} is the baseline` : `Use ${letter} as the baseline`}
          aria-pressed={isBaseline}
          onClick={onPin}
        >
          {isBaseline ? <IconPinFilled size={14} /> : <IconPin size={14} />}
        </RowButton>
        <RowButton aria-label={`Take ${letter} out of the comparison`} onClick={onRemove}>
          <IconX size={14} />
        </RowButton>
      </span>
      <span className={classes['name']} title={run.strategyName}>
        <RowName to={`/backtests/${run.id}`} name={run.strategyName} />
      </span>
      <span className={classes['beside']}>{isBaseline ? 'baseline' : `version ${run.strategyVersion}`}</span>
    </th>
  )
}

function FactLine({ row, runs, baseline }: { readonly row: FactRow; readonly runs: readonly ComparedRun[]; readonly baseline: number }) {
  return (
    <tr>
      <th scope="row">
        {row.metric === null ? (
          row.label
        ) : (
          <MetricTerm metric={row.metric}>
            <button type="button" className={classes['term']}>
              {row.label}
            </button>
          </MetricTerm>
        )}
      </th>
      {runs.map(({ run }, index) => (
        <td key={run.id} className={index === baseline ? classes['baseline'] : undefined} title={titleOf(row, run, index)}>
          {row.metric === null ? settingText(row.values[index] ?? null) : <MetricCell row={row} index={index} baseline={baseline} />}
        </td>
      ))}
    </tr>
  )
}

/** Why a metric is missing; of a Sharpe ratio its interval. */
function titleOf(row: FactRow, run: ComparedRun['run'], index: number): string | undefined {
  if (row.metric === 'sharpe_ratio') {
    const range = sharpeRange({ low: run.metrics?.values['sharpe_low'], high: run.metrics?.values['sharpe_high'] })
    if (range !== null) return `95% confidence interval: ${range}`
  }
  const reason = row.reasons[index]
  const value = row.values[index]
  if (value === null && reason !== undefined) return `Not known: ${reason}`
  // A long list of instruments is cut in its cell.
  return typeof value === 'string' ? value : undefined
}

function settingText(value: FactValue): string {
  if (value === null || value === '') return MISSING
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? String(value) : value
}

function MetricCell({ row, index, baseline }: { readonly row: FactRow; readonly index: number; readonly baseline: number }) {
  const { unit, higherIsBetter }: MetricDefinition = METRICS[row.metric ?? 'total_return']
  const value = numberOrNull(row.values[index])
  const reference = numberOrNull(row.values[baseline])
  const delta = index === baseline || value === null || reference === null ? null : value - reference
  return (
    <>
      {formatInUnit(value, unit)}
      {delta !== null && delta !== 0 && (
        <span
          className={classes['delta']}
          data-better={higherIsBetter === null ? undefined : delta > 0 === higherIsBetter}
          title="Distance to the baseline"
        >
          {formatDelta(delta, unit)}
        </span>
      )}
    </>
  )
}

const numberOrNull = (value: FactValue | undefined) => (typeof value === 'number' ? value : null)

/** Distances between fractions are percentage points. */
function formatDelta(delta: number, unit: MetricDefinition['unit']): string {
  if (unit === 'fraction' || unit === 'probability') return formatPercent(delta, { signed: true }).replace('%', ' pp')
  return formatNumber(delta, { signed: true, decimals: unit === 'count' || unit === 'bars' ? 0 : 2 })
}
