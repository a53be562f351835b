import { Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { SweepPreview } from '#shared/contract/sweeps.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'

interface PlanLineProps {
  /** false while the form is not complete. */
  readonly isAsked: boolean
  readonly plan: UseQueryResult<SweepPreview>
}

/** What the sweep will be, before it starts: trials, what is left out, time. */
export function PlanLine({ isAsked, plan }: PlanLineProps) {
  if (!isAsked) return <Text c="dimmed">Complete the form to see how many trials that makes.</Text>
  if (plan.error !== null) return <ErrorNotice title="This sweep cannot be run" error={plan.error} />
  if (plan.data === undefined) return <Text c="dimmed">Counting the trials</Text>
  const { trialCount, gridCells, excluded, refused, estimatedMs } = plan.data
  const left = [
    ...(excluded > 0 ? [`${formatCount(excluded)} excluded by the constraint`] : []),
    ...(refused > 0 ? [`${formatCount(refused)} refused by the strategy`] : []),
  ]
  const time = estimatedMs === null ? 'a long time' : `about ${formatDuration(estimatedMs)}`
  return (
    <Text role="status">
      <strong>{formatCount(trialCount)} trials</strong>, {time}
      {left.length > 0 && ` (of ${formatCount(gridCells)} combinations, ${left.join(', ')})`}. All of them count in the trial ledger.
    </Text>
  )
}
