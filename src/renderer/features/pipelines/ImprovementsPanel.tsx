import { Button, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ImprovementIteration, ImprovementReport } from '#shared/domain/improvement.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatNumber } from '../../format/figures.ts'

/** What was tried because a check failed, and a button that tries more. */
export function ImprovementsPanel({ strategyId }: { readonly strategyId: string }) {
  const api = useApi()
  const queryClient = useQueryClient()
  const iterations = useQuery(api.improvements.list.queryOptions({ input: { strategyId } }))
  const improve = useMutation(
    api.improvements.run.mutationOptions({
      onSettled: () =>
        Promise.all(
          [api.improvements.key(), api.strategies.key(), api.trials.key(), api.gates.key()].map((queryKey) =>
            queryClient.invalidateQueries({ queryKey }),
          ),
        ),
    }),
  )
  const button = (
    <Button size="xs" loading={improve.isPending} onClick={() => improve.mutate({ strategyId })}>
      Try improvements
    </Button>
  )
  return (
    <Panel title="Improvements" actions={button}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Changes that answer failed checks, tried on the first half of the data only. What raises the objective becomes a new version;
          every trial is counted.
        </Text>
        {improve.error !== null && <ErrorNotice error={improve.error} />}
        {improve.data !== undefined && <ReportLine report={improve.data} />}
        {iterations.error !== null && <ErrorNotice error={iterations.error} onRetry={() => void iterations.refetch()} />}
        {iterations.data !== undefined && iterations.data.length > 0 && <IterationsTable iterations={iterations.data} />}
        {iterations.data?.length === 0 && <Text size="sm">Nothing was tried yet.</Text>}
      </Stack>
    </Panel>
  )
}

function ReportLine({ report: { iterations, unanswered, strategyVersion } }: { readonly report: ImprovementReport }) {
  const kept = iterations.filter((iteration) => iteration.kept).length
  return (
    <Text size="sm" role="status">
      {kept} of {iterations.length} changes kept; the strategy is at version {strategyVersion}.
      {unanswered.length > 0 && ` Not for parameters to answer: ${unanswered.map(({ checkId }) => checkId).join(', ')}.`}
    </Text>
  )
}

function IterationsTable({ iterations }: { readonly iterations: readonly ImprovementIteration[] }) {
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table aria-label="Iterations">
        <Table.Thead>
          <Table.Tr>
            {['#', 'Reason', 'Change', 'Before', 'After', 'Trials', 'Kept'].map((title) => (
              <Table.Th key={title}>{title}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {iterations.map(({ id, number, reason, change, scoreBefore, scoreAfter, trials, versionAfter, feedback }) => (
            <Table.Tr key={id}>
              <Table.Td>{number}</Table.Td>
              <Table.Td>{reason}</Table.Td>
              <Table.Td>
                {change.words}
                <Text size="xs" c="dimmed">
                  {feedback}
                </Text>
              </Table.Td>
              <Table.Td>{formatNumber(scoreBefore)}</Table.Td>
              <Table.Td>{formatNumber(scoreAfter)}</Table.Td>
              <Table.Td>{trials}</Table.Td>
              <Table.Td>{versionAfter === null ? 'No' : `Version ${versionAfter}`}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
