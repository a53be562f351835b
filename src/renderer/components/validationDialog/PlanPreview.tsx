import { Alert, Skeleton, Stack, Text } from '@mantine/core'
import type { ValidationPreview } from '#shared/domain/validationPlan.ts'
import { readError } from '../../api/readError.ts'
import { formatCount } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'
import { FormSection } from '../FormSection.tsx'
import { WindowTimeline } from './WindowTimeline.tsx'

interface PlanPreviewProps {
  /** undefined while it is asked for, or cannot be. */
  readonly preview: ValidationPreview | undefined
  readonly error: unknown
  /** What is missing before there can be one; null when nothing is. */
  readonly missing: string | null
}

/** What would run: windows, trials, time. Nothing has run yet. */
export function PlanPreview({ preview, error, missing }: PlanPreviewProps) {
  return (
    <FormSection title="What will run">
      {missing !== null ? (
        <Text size="sm" c="dimmed">
          {missing}
        </Text>
      ) : error !== null ? (
        <Alert variant="light" color="yellow" role="status">
          {readError(error).message}
        </Alert>
      ) : preview === undefined ? (
        <Skeleton height={180} />
      ) : (
        <Stack gap="xs">
          <WindowTimeline windows={preview.windows} />
          <Text size="sm" role="status">
            {inWords(preview)}
          </Text>
        </Stack>
      )}
    </FormSection>
  )
}

function inWords({ windows, trialsPerWindow, trialCount, excluded, refused, estimatedMs }: ValidationPreview): string {
  const left = [
    excluded > 0 && `${formatCount(excluded)} excluded`,
    refused > 0 && `${formatCount(refused)} refused by the strategy`,
  ].filter(Boolean)
  const sets = trialsPerWindow === 1 ? 'the strategy’s own parameters' : `${formatCount(trialsPerWindow)} parameter sets each`
  const time =
    estimatedMs === null ? 'No estimate of time before the first validation of this type.' : `About ${formatDuration(estimatedMs)}.`
  return `${formatCount(windows.length)} windows with ${sets}${left.length > 0 ? ` (${left.join(', ')})` : ''}; ${formatCount(trialCount)} ${trialCount === 1 ? 'trial' : 'trials'} will count in the ledger. ${time}`
}
