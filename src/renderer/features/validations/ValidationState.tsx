import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { AppError } from '#shared/domain/appError.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatPercent } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'
import { useValidationActions } from './useValidationActions.tsx'

/** What stands in place of results while there are none: progress, or why there will be none. */
export function ValidationState({ validation }: { readonly validation: Validation }) {
  const { resume } = useValidationActions()
  const { id, status, plan, errorCode, errorMessage } = validation
  if (isUnderWay(status)) return <ValidationProgress validation={validation} />
  if (status === 'failed') {
    return (
      <ErrorNotice
        title="The validation failed"
        error={new AppError(errorCode ?? 'run_failed', errorMessage ?? 'No reason was recorded.')}
      />
    )
  }
  if (plan === null) return <Text>{errorMessage ?? 'No results of this validation were recorded.'}</Text>
  const message =
    status === 'interrupted'
      ? 'The application stopped in the middle of this validation, so it has no results. Resume starts it again from its first window with the same plan.'
      : 'This validation was cancelled before it finished, so it has no results. Start a new one to get some.'
  return (
    <Paper>
      <Stack align="flex-start" gap="sm">
        <Text>{message}</Text>
        {status === 'interrupted' && (
          <Button loading={resume.isPending} onClick={() => resume.mutate({ id })}>
            Resume validation
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

function ValidationProgress({ validation }: { readonly validation: Validation }) {
  const { cancel } = useValidationActions()
  const { id, status, progress, startedAtMs } = validation
  const elapsedMs = startedAtMs === null ? null : Math.max(0, Date.now() - startedAtMs)
  const leftMs = elapsedMs === null || progress < 0.02 ? null : (elapsedMs * (1 - progress)) / progress
  const words =
    status === 'pending' ? 'Waiting for free workers' : `Running, ${formatPercent(progress, { decimals: 0 })} of the trials done`
  return (
    <Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text role="status">{words}</Text>
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate({ id })}>
            Cancel validation
          </Button>
        </Group>
        <Progress value={progress * 100} aria-label="Share of trials done" />
        <Text size="sm" c="dimmed">
          {elapsedMs === null ? 'Not started yet' : `${formatDuration(elapsedMs)} so far`}
          {leftMs !== null && `, about ${formatDuration(leftMs)} left`}
        </Text>
      </Stack>
    </Paper>
  )
}
