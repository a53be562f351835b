import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { AppError } from '#shared/domain/appError.ts'
import type { Backtest } from '#shared/domain/backtest.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatPercent } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'
import { useRunActions } from './useRunActions.tsx'

/** What stands in place of results while there are none: progress, or why there will be none. */
export function RunState({ run }: { readonly run: Backtest }) {
  const { resume } = useRunActions()
  if (isUnderWay(run.status)) return <RunProgress run={run} />
  if (run.status === 'failed') {
    return (
      <ErrorNotice
        title="The run failed"
        error={new AppError(run.errorCode ?? 'run_failed', run.errorMessage ?? 'No reason was recorded.')}
      />
    )
  }
  if (run.origin === 'adopted') return <Text>{run.errorMessage ?? 'The older system recorded no results of this run.'}</Text>
  const message =
    run.status === 'interrupted'
      ? 'The application stopped in the middle of this run, so it has no results. Resume starts it again from its first bar with the same settings.'
      : 'This run was cancelled before it finished, so it has no results. Start a new run to get some.'
  return (
    <Paper>
      <Stack align="flex-start" gap="sm">
        <Text>{message}</Text>
        {run.status === 'interrupted' && (
          <Button loading={resume.isPending} onClick={() => resume.mutate({ id: run.id })}>
            Resume run
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

function RunProgress({ run }: { readonly run: Backtest }) {
  const { cancel } = useRunActions()
  const now = useNow(run.status === 'running')
  const share = run.progress
  const elapsedMs = run.startedAtMs === null ? null : Math.max(0, now - run.startedAtMs)
  const leftMs = elapsedMs === null || share < 0.02 ? null : (elapsedMs * (1 - share)) / share
  return (
    <Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text role="status">{progressInWords(run)}</Text>
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate({ id: run.id })}>
            Cancel run
          </Button>
        </Group>
        <Progress value={share * 100} aria-label="Share of bars done" />
        <Text size="sm" c="dimmed">
          {elapsedMs === null ? 'Not started yet' : `${formatDuration(elapsedMs)} so far`}
          {leftMs !== null && `, about ${formatDuration(leftMs)} left`}
        </Text>
      </Stack>
    </Paper>
  )
}

function progressInWords({ status, progress }: Backtest): string {
  if (status === 'pending') return 'Waiting for a free worker'
  if (progress >= 1) return 'All bars done, storing the results'
  return `Running, ${formatPercent(progress, { decimals: 0 })} of the bars done`
}

const TICK_MS = 500

/** The time of day, moving only while something is being timed. */
function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isTicking) return
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}
