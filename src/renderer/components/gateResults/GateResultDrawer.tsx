import { Anchor, Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { GateResult, GateType } from '#shared/domain/gate.ts'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatDateTime } from '../../format/instants.ts'
import { DetailsDrawer } from '../DetailsDrawer.tsx'
import { EmptyState } from '../EmptyState.tsx'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { ExportCsvButton } from '../ExportCsvButton.tsx'
import { CheckList } from './CheckList.tsx'
import { checkCountWords } from './checkCounts.ts'
import { GateVerdictBadge } from './GateVerdictBadge.tsx'
import { GATE_QUESTIONS } from './gateNames.ts'
import { useRunGate } from './useRunGate.ts'

/** Which gate of which strategy to look at. */
export interface GateSubject {
  readonly strategyId: string
  readonly gateType: GateType
}

interface GateResultDrawerProps {
  /** null closes the drawer. */
  readonly subject: GateSubject | null
  readonly onClose: () => void
}

/** The checks behind a verdict, with every earlier result of the same gate. */
export function GateResultDrawer({ subject, onClose }: GateResultDrawerProps) {
  const api = useApi()
  const strategy = useQuery(api.strategies.get.queryOptions({ input: { id: subject?.strategyId ?? '' }, enabled: subject !== null }))
  return (
    <DetailsDrawer
      isOpen={subject !== null}
      onClose={onClose}
      size={680}
      title={subject === null ? '' : `${GATE_NAMES[subject.gateType]}: ${strategy.data?.name ?? ''}`}
    >
      {subject !== null && <GateResults key={`${subject.strategyId} ${subject.gateType}`} subject={subject} />}
    </DetailsDrawer>
  )
}

function GateResults({ subject }: { readonly subject: GateSubject }) {
  const { strategyId, gateType } = subject
  const api = useApi()
  const history = useQuery(api.gates.history.queryOptions({ input: { strategyId, gateType } }))
  const [chosenId, setChosenId] = useState<string | null>(null)
  const runGate = useRunGate()
  if (history.isPending) return <Skeleton height={320} />
  if (history.error !== null) return <ErrorNotice error={history.error} onRetry={() => void history.refetch()} />

  const shown = history.data.find(({ id }) => id === chosenId) ?? history.data[0]
  const runButton = (
    <Button loading={runGate.isPending} onClick={() => runGate.mutate({ strategyId, gateType }, { onSuccess: () => setChosenId(null) })}>
      {shown === undefined ? 'Run gate' : 'Run again'}
    </Button>
  )
  if (shown === undefined) {
    return <EmptyState message={`${GATE_QUESTIONS[gateType]} This gate has not been run.`} action={runButton} />
  }
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <HistorySelect history={history.data} shown={shown} onChange={setChosenId} />
        <Group gap="xs">
          <ExportCsvButton input={{ table: 'gate_results' }} label="Export all results" />
          {runButton}
        </Group>
      </Group>
      <ResultSummary result={shown} />
      <CheckList result={shown} />
    </Stack>
  )
}

interface HistorySelectProps {
  readonly history: readonly GateResult[]
  readonly shown: GateResult
  readonly onChange: (id: string | null) => void
}

function HistorySelect({ history, shown, onChange }: HistorySelectProps) {
  return (
    <Select
      label="Result"
      w={290}
      allowDeselect={false}
      data={history.map((result) => ({
        value: result.id,
        label: `${formatDateTime(result.timestampMs)}, ${result.verdict} ${checkCountWords(result)}`,
      }))}
      value={shown.id}
      onChange={onChange}
    />
  )
}

function ResultSummary({ result }: { readonly result: GateResult }) {
  const { binding, recommendation } = result
  return (
    <Stack gap={4}>
      <GateVerdictBadge result={result} />
      <Text size="sm">{recommendation}</Text>
      {result.productionReady !== null && (
        <Text size="sm" fw={600}>
          {result.productionReady ? 'Ready for production' : 'Not ready for production'}
        </Text>
      )}
      {result.stale && (
        <Text size="sm" c="dimmed">
          {`Stale: ${result.staleBecause.join(', ')}. Run the gate again for a verdict that counts.`}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {binding === null ? (
          'Recorded by the older system, which did not say what it judged'
        ) : (
          <>
            Version {binding.strategyVersion},{' '}
            <Anchor inherit underline="always" component={Link} to={`/backtests/${binding.backtestId}`}>
              the run it judged
            </Anchor>
            , engine {binding.engineVersion}, policy {binding.policyVersion}, seed {binding.seed}
          </>
        )}
      </Text>
    </Stack>
  )
}
