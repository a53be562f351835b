import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AppError, assertNever } from '#shared/domain/appError.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatCount, formatPercent } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { showError } from '../showError.ts'

/** How far the test under way is, or why the last one has no result; nothing about one that has. */
export function RobustnessState({ job }: { readonly job: RobustnessJob }) {
  const { status, errorCode, errorMessage } = job
  switch (status) {
    case 'pending':
    case 'running':
      return <RobustnessProgress job={job} />
    case 'failed':
      return (
        <ErrorNotice
          title="The robustness tests failed"
          error={new AppError(errorCode ?? 'run_failed', errorMessage ?? 'No reason was given.')}
        />
      )
    case 'interrupted':
      return <RobustnessInterrupted job={job} />
    case 'cancelled':
      return <Text role="status">The tests were cancelled before they finished, so nothing of them was stored.</Text>
    case 'completed':
      return null
    default:
      return assertNever(status)
  }
}

function RobustnessInterrupted({ job: { subject, progress, options } }: { readonly job: RobustnessJob }) {
  const api = useApi()
  const queryClient = useQueryClient()
  const resume = useMutation(
    api.robustness.resume.mutationOptions({
      onError: (error) => showError(error),
      onSettled: () => queryClient.invalidateQueries({ queryKey: api.robustness.key() }),
    }),
  )
  const { paths, seed, matrix } = options
  const lengths = matrix ? ' and other window lengths' : ''
  return (
    <Paper>
      <Stack align="flex-start" gap="sm">
        <Text role="status">
          {`The application stopped in the middle of these tests (${formatPercent(progress, { decimals: 0 })} done), here or on another computer, and nothing of them was stored. Resume starts them again with ${formatCount(paths)} paths, seed ${seed}${lengths}; for other settings, run new ones above.`}
        </Text>
        <Button loading={resume.isPending} onClick={() => resume.mutate(subject)}>
          Resume tests
        </Button>
      </Stack>
    </Paper>
  )
}

function RobustnessProgress({ job: { subject, status, progress, startedAtMs } }: { readonly job: RobustnessJob }) {
  const api = useApi()
  const cancel = useMutation(api.robustness.cancel.mutationOptions({ onError: (error) => showError(error) }))
  const elapsedMs = startedAtMs === null ? null : Math.max(0, Date.now() - startedAtMs)
  const leftMs = elapsedMs === null || progress < 0.02 ? null : (elapsedMs * (1 - progress)) / progress
  return (
    <Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text role="status">
            {status === 'pending' ? 'Waiting for a free worker' : `Testing, ${formatPercent(progress, { decimals: 0 })} done`}
          </Text>
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(subject)}>
            Cancel tests
          </Button>
        </Group>
        <Progress value={progress * 100} aria-label="Share of the tests done" />
        <Text size="sm" c="dimmed">
          {elapsedMs === null ? 'Not started yet' : `${formatDuration(elapsedMs)} so far`}
          {leftMs !== null && `, about ${formatDuration(leftMs)} left`}
        </Text>
      </Stack>
    </Paper>
  )
}
