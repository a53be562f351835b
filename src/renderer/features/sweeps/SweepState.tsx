import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { AppError } from '#shared/domain/appError.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useRunEvents } from '../../api/useRunEvents.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'
import { useSweepActions } from './useSweepActions.tsx'

/** What stands in place of results while there are none: progress, or why there will be none. */
export function SweepState({ sweep }: { readonly sweep: Sweep }) {
  const { resume } = useSweepActions()
  if (isUnderWay(sweep.status)) return <SweepProgress sweep={sweep} />
  if (sweep.status === 'failed') {
    const error = new AppError(sweep.errorCode ?? 'run_failed', sweep.errorMessage ?? 'No reason was recorded.')
    return <ErrorNotice title="The sweep failed" error={error} />
  }
  const message =
    sweep.status === 'interrupted'
      ? 'The application stopped in the middle of this sweep. Running it again computes every trial anew, with the same result.'
      : 'This sweep was cancelled before it finished, so it has no results and nothing was counted.'
  return (
    <Paper>
      <Stack align="flex-start" gap="sm">
        <Text>{message}</Text>
        {sweep.status === 'interrupted' && (
          <Button loading={resume.isPending} onClick={() => resume.mutate({ id: sweep.id })}>
            Run again
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

interface Rate {
  readonly trialsPerSecond: number | null
  readonly secondsLeft: number | null
}

/** The rate of this sweep, from the live news. */
function useRate({ id, paused }: Sweep): Rate | null {
  const [rate, setRate] = useState<Rate | null>(null)
  useRunEvents((event) => {
    if (event.kind === 'sweepProgress' && event.sweepId === id) setRate(event)
  })
  useEffect(() => {
    if (paused) setRate(null)
  }, [paused])
  return rate
}

function SweepProgress({ sweep }: { readonly sweep: Sweep }) {
  const { id, status, paused, progress, trialCount } = sweep
  const { cancel, pause, resume } = useSweepActions()
  const rate = useRate(sweep)
  const done = `${formatCount(Math.floor(progress * trialCount))} of ${formatCount(trialCount)} trials`
  return (
    <Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text role="status">{status === 'pending' ? 'Waiting for a free worker' : `${paused ? 'Paused' : 'Running'}, ${done} done`}</Text>
          <Group gap="xs">
            {status === 'running' && (
              <Button
                variant="default"
                size="xs"
                loading={pause.isPending || resume.isPending}
                onClick={() => (paused ? resume : pause).mutate({ id })}
              >
                {paused ? 'Go on' : 'Pause'}
              </Button>
            )}
            <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate({ id })}>
              Cancel sweep
            </Button>
          </Group>
        </Group>
        <Progress value={progress * 100} aria-label="Share of trials done" />
        <Text size="sm" c="dimmed">
          {paused ? 'Its threads are free for other runs.' : wordsOf(rate)}
        </Text>
      </Stack>
    </Paper>
  )
}

function wordsOf(rate: Rate | null): string {
  if (rate === null || rate.trialsPerSecond === null || rate.secondsLeft === null) return 'Measuring the rate'
  return `${formatCount(rate.trialsPerSecond)} trials a second, about ${formatDuration(rate.secondsLeft * 1000)} left`
}
