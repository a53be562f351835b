import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { formatDuration } from '../../format/instants.ts'
import { OlderNotice } from './OlderNotice.tsx'
import { ValidationActions } from './ValidationActions.tsx'
import { ValidationHeadline } from './ValidationHeadline.tsx'
import { ValidationState } from './ValidationState.tsx'
import { ValidationTabs } from './ValidationTabs.tsx'

const PROGRESS_MS = 1_000

/** One walk-forward validation: what it says, window by window, and how it stands up to stress. */
export function ValidationPage() {
  const { id = '' } = useParams()
  const api = useApi()
  const validation = useQuery(
    api.validations.get.queryOptions({
      input: { id },
      // Progress also arrives by itself; asking now and then covers a dropped line.
      refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data.status) ? PROGRESS_MS : false),
    }),
  )
  if (validation.error !== null) return <ErrorNotice error={validation.error} onRetry={() => void validation.refetch()} />
  if (validation.data === undefined) return <Skeleton height={520} />
  return <ValidationDetail validation={validation.data} />
}

function ValidationDetail({ validation }: { readonly validation: Validation }) {
  const navigate = useNavigate()
  return (
    <>
      <PageHeader
        title={`${validation.strategyName} walked forward`}
        subtitle={<ValidationFacts validation={validation} />}
        actions={<ValidationActions validation={validation} onDeleted={() => navigate('/validations', { replace: true })} />}
      />
      {validation.plan === null && <OlderNotice flags={validation.flags} isAdopted={validation.origin === 'adopted'} />}
      {validation.metrics === null ? (
        <ValidationState validation={validation} />
      ) : (
        <Stack gap="md">
          <ValidationHeadline metrics={validation.metrics} outcome={validation.outcome} />
          <ValidationTabs validation={validation} />
        </Stack>
      )}
    </>
  )
}

function ValidationFacts({ validation }: { readonly validation: Validation }) {
  const { status, progress, startDate, endDate, strategyId, strategyVersion, datasetName, durationMs } = validation
  return (
    <Group gap="2px 12px">
      <StatusBadge status={status} progress={progress} />
      <span>
        {startDate} to {endDate}
        {datasetName !== null && ` on ${datasetName}`}
      </span>
      <Anchor component={Link} to={`/strategies/${strategyId}`} size="sm">
        Strategy version {strategyVersion}
      </Anchor>
      {durationMs !== null && <Text size="sm">took {formatDuration(durationMs)}</Text>}
    </Group>
  )
}
