import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api/ApiProvider.tsx'
import { DetailsDrawer } from '../../../components/DetailsDrawer.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { ReadinessForm } from './ReadinessForm.tsx'
import { Scorecard } from './Scorecard.tsx'

interface ReadinessDrawerProps {
  /** null closes the drawer. */
  readonly strategyId: string | null
  readonly onClose: () => void
}

/** How ready a strategy is for production, and what people have to write down for it. */
export function ReadinessDrawer({ strategyId, onClose }: ReadinessDrawerProps) {
  const api = useApi()
  const strategy = useQuery(api.strategies.get.queryOptions({ input: { id: strategyId ?? '' }, enabled: strategyId !== null }))
  return (
    <DetailsDrawer isOpen={strategyId !== null} onClose={onClose} size={680} title={`Product readiness: ${strategy.data?.name ?? ''}`}>
      {strategyId !== null && <Readiness key={strategyId} strategyId={strategyId} />}
    </DetailsDrawer>
  )
}

function Readiness({ strategyId }: { readonly strategyId: string }) {
  const api = useApi()
  const scorecard = useQuery(api.readiness.scorecard.queryOptions({ input: { strategyId } }))
  const readiness = useQuery(api.readiness.get.queryOptions({ input: { strategyId } }))
  const targets = useQuery(api.readiness.targets.queryOptions({ input: { strategyId } }))
  const error = scorecard.error ?? readiness.error ?? targets.error
  if (error !== null) return <ErrorNotice error={error} />
  if (!scorecard.data || !readiness.data || !targets.data) return <Skeleton height={520} />
  return (
    <Stack gap="lg">
      <Scorecard card={scorecard.data} />
      <ReadinessForm readiness={readiness.data} targets={targets.data} />
    </Stack>
  )
}
