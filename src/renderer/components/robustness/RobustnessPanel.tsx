import { Button, Checkbox, Group, NumberInput, Paper, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Robustness, RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatDateTime } from '../../format/instants.ts'
import { EmptyState } from '../EmptyState.tsx'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { MatrixPanel } from './MatrixPanel.tsx'
import { PathsPanel } from './PathsPanel.tsx'
import { RobustnessState } from './RobustnessState.tsx'
import { StressPanel } from './StressPanel.tsx'

const PROGRESS_MS = 1_000

interface RobustnessPanelProps {
  readonly subject: RobustnessSubject
  /** The walk-forward can be repeated over other lengths. */
  readonly canVaryLengths: boolean
}

/** The newest robustness test, the one under way, and how to run another. */
export function RobustnessPanel({ subject, canVaryLengths }: RobustnessPanelProps) {
  const api = useApi()
  const latest = useQuery(api.robustness.latest.queryOptions({ input: subject }))
  const job = useRobustnessJob(subject, latest.data?.id)
  if (latest.error !== null) return <ErrorNotice error={latest.error} onRetry={() => void latest.refetch()} />
  const isRunning = job !== null && isUnderWay(job.status)
  return (
    <Stack gap="md">
      <RobustnessForm subject={subject} canVaryLengths={canVaryLengths} isRunning={isRunning} />
      {job !== null && <RobustnessState job={job} />}
      {latest.data === undefined ? (
        <Skeleton height={320} />
      ) : latest.data === null ? (
        !isRunning && (
          <EmptyState message="Not tested yet. Robustness tests ask what else could have happened, and what the result hangs on." />
        )
      ) : (
        <RobustnessReport test={latest.data} />
      )}
    </Stack>
  )
}

/** The newest test, wherever it runs; once it has ended, the result on screen is asked for anew, unless it is its own. */
function useRobustnessJob(subject: RobustnessSubject, shownId: string | undefined): RobustnessJob | null {
  const api = useApi()
  const queryClient = useQueryClient()
  const { data: job = null } = useQuery(
    api.robustness.job.queryOptions({
      input: subject,
      // No news comes of a test that another computer runs.
      refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? PROGRESS_MS : false),
    }),
  )
  const missingId = job?.status === 'completed' && job.id !== shownId ? job.id : null
  useEffect(() => {
    if (missingId !== null) void queryClient.invalidateQueries({ queryKey: api.robustness.latest.key() })
  }, [api, queryClient, missingId])
  return job
}

function RobustnessForm({ subject, canVaryLengths, isRunning }: RobustnessPanelProps & { readonly isRunning: boolean }) {
  const api = useApi()
  const queryClient = useQueryClient()
  const [paths, setPaths] = useState<number | string>(2000)
  const [seed, setSeed] = useState<number | string>(42)
  const [matrix, setMatrix] = useState(false)
  const start = useMutation(
    api.robustness.start.mutationOptions({
      // News may have come before the answer, so the answer is not taken for the newest.
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.robustness.key() }),
    }),
  )
  return (
    <Paper>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          start.mutate({ subject, paths: Number(paths), seed: Number(seed), matrix })
        }}
      >
        <Group align="end" gap="md">
          <NumberInput label="Paths" w={120} min={1000} max={20_000} step={1000} thousandSeparator="," value={paths} onChange={setPaths} />
          <NumberInput label="Random seed" w={120} min={0} value={seed} onChange={setSeed} />
          {canVaryLengths && (
            <Checkbox
              mb={8}
              label="Walk over other window lengths too (its trials count)"
              checked={matrix}
              onChange={(event) => setMatrix(event.currentTarget.checked)}
            />
          )}
          <Button type="submit" loading={start.isPending} disabled={isRunning}>
            Run robustness tests
          </Button>
        </Group>
      </form>
      {start.error !== null && <ErrorNotice error={start.error} />}
    </Paper>
  )
}

function RobustnessReport({ test: { result, createdAtMs, engineVersion } }: { readonly test: Robustness }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        Tested {formatDateTime(createdAtMs)} with engine {engineVersion}, seed {result.seed}. Quantiles are of type 7 (linear).
      </Text>
      <PathsPanel result={result} />
      <StressPanel result={result} />
      {result.matrix !== null && <MatrixPanel cells={result.matrix} />}
    </>
  )
}
