import { Alert, Button, Paper, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { Comparison } from '#shared/contract/comparison.ts'
import { MOST_COMPARED } from '#shared/domain/comparison.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { type ComparedCurve, ComparisonChart } from '../../charts/ComparisonChart.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { AddRunSelect } from './AddRunSelect.tsx'
import { DifferencesTable } from './DifferencesTable.tsx'
import { factsOf, onlyDifferences } from './differences.ts'
import { letterOf } from './letters.ts'
import { type ComparedIds, useComparedIds } from './useComparedIds.ts'

const CHART_AREA_PX = 540

/** Several runs side by side: curves overlaid, and what makes them differ. */
export function ComparePage() {
  const compared = useComparedIds()
  const { ids } = compared
  return (
    <>
      <PageHeader
        title="Compare"
        subtitle={ids.length === 0 ? undefined : `${ids.length} of at most ${MOST_COMPARED} runs`}
        actions={
          <>
            {ids.length < MOST_COMPARED && <AddRunSelect ids={ids} onAdd={compared.add} />}
            {ids.length > 0 && <ExportCsvButton input={{ table: 'comparison', runs: [...ids] }} withShortcut />}
          </>
        }
      />
      {ids.length === 0 ? (
        <Paper>
          <EmptyState
            message="Tick two or more runs in the list of backtests, or add them here by name."
            action={
              <Button component={Link} to="/backtests?status=completed">
                Choose runs
              </Button>
            }
          />
        </Paper>
      ) : (
        <LoadedComparison compared={compared} />
      )}
    </>
  )
}

function LoadedComparison({ compared }: { readonly compared: ComparedIds }) {
  const api = useApi()
  const comparison = useQuery(api.comparison.get.queryOptions({ input: { runs: [...compared.ids] }, placeholderData: keepPreviousData }))
  if (comparison.error !== null) return <ErrorNotice error={comparison.error} onRetry={() => void comparison.refetch()} />
  if (comparison.data === undefined) return <Skeleton height={CHART_AREA_PX} />
  return <ComparisonBody comparison={comparison.data} compared={compared} />
}

function ComparisonBody({ comparison, compared }: { readonly comparison: Comparison; readonly compared: ComparedIds }) {
  const { runs, time } = comparison
  const baseline = Math.max(
    0,
    runs.findIndex(({ run }) => run.id === compared.baseline),
  )
  const curves = useMemo(() => curvesOf(comparison, baseline), [comparison, baseline])
  const groups = useMemo(() => factsOf(runs), [runs])
  const shown = compared.isEverythingShown || runs.length < 2 ? groups : onlyDifferences(groups)
  return (
    <Stack gap="md">
      <Notices comparison={comparison} leftOut={compared.leftOut} />
      {curves.length > 0 && (
        <Paper p="sm">
          <ComparisonChart time={time} curves={curves} fileName={`comparison of ${runs.length} runs.png`} />
        </Paper>
      )}
      <SegmentedControl
        aria-label="Which facts to show"
        style={{ alignSelf: 'flex-start' }}
        data={[
          { label: 'Only differences', value: 'differences' },
          { label: 'Everything', value: 'everything' },
        ]}
        value={compared.isEverythingShown ? 'everything' : 'differences'}
        onChange={(value) => compared.showEverything(value === 'everything')}
      />
      {shown.length === 0 ? (
        <Paper>
          <EmptyState message="These runs have the same settings and the same metrics." />
        </Paper>
      ) : (
        <DifferencesTable runs={runs} groups={shown} baseline={baseline} onPin={compared.pin} onRemove={compared.remove} />
      )}
    </Stack>
  )
}

function curvesOf({ runs }: Comparison, baseline: number): ComparedCurve[] {
  return runs.flatMap(({ run, curve }, index) =>
    curve === null
      ? []
      : [
          {
            id: run.id,
            letter: letterOf(index),
            name: run.strategyName,
            index,
            isBaseline: index === baseline && runs.length > 1,
            ...curve,
          },
        ],
  )
}

/** What the page could not show, and why. */
function Notices({ comparison: { runs, missing }, leftOut }: { readonly comparison: Comparison; readonly leftOut: number }) {
  const withoutCurve = runs.flatMap(({ run, curve }, index) => (curve === null ? [{ letter: letterOf(index), run }] : []))
  const lines = [
    ...(missing.length > 0
      ? [`${missing.length} of the runs in this address no longer ${missing.length === 1 ? 'exists' : 'exist'}.`]
      : []),
    ...(leftOut > 0 ? [`The address names ${leftOut} more than ${MOST_COMPARED} runs; those are left out.`] : []),
    ...withoutCurve.map(({ letter, run }) =>
      run.status === 'completed'
        ? `${letter} has no curve: the older system kept none.`
        : `${letter} has no curve: the run is ${run.status}.`,
    ),
    ...(runs.length === 1 ? ['Add another run to see what differs.'] : []),
  ]
  if (lines.length === 0) return null
  return (
    <Alert variant="light">
      {lines.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </Alert>
  )
}
