import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import type { RobustnessJob } from '#shared/contract/robustness.ts'
import { AppError } from '#shared/domain/appError.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { formatPercent } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'
import { ErrorNotice } from '../ErrorNotice.tsx'

/** How far the test under way is, or why the last one has no result; nothing about one that has. */
export function RobustnessState({ job }: { readonly job: RobustnessJob }) {
  const { status, errorCode, errorMessage } = job
  if (status === 'running') return <RobustnessProgress job={job} />
  if (status === 'failed') {
    return (
      <ErrorNotice
        title="The robustness tests failed"
        error={new AppError(errorCode ?? 'run_failed', errorMessage ?? 'No reason was given.')}
      />
    )
  }
  if (status !== 'cancelled') return null
  return <Text role="status">The tests were cancelled before they finished, so nothing of them was stored.</Text>
}

function RobustnessProgress({ job: { subject, progress, startedAtMs } }: { readonly job: RobustnessJob }) {
  const api = useApi()
  const cancel = useMutation(
    api.robustness.cancel.mutationOptions({
      onError: (error) => notifications.show({ color: 'red', message: readError(error).message }),
    }),
  )
  const elapsedMs = Math.max(0, Date.now() - startedAtMs)
  const leftMs = progress < 0.02 ? null : (elapsedMs * (1 - progress)) / progress
  return (
    <Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text role="status">{`Testing, ${formatPercent(progress, { decimals: 0 })} done`}</Text>
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(subject)}>
            Cancel tests
          </Button>
        </Group>
        <Progress value={progress * 100} aria-label="Share of the tests done" />
        <Text size="sm" c="dimmed">
          {`${formatDuration(elapsedMs)} so far`}
          {leftMs !== null && `, about ${formatDuration(leftMs)} left`}
        </Text>
      </Stack>
    </Paper>
  )
}
