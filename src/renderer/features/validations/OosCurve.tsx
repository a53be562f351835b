import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Validation } from '#shared/domain/validation.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { EquityChart } from '../../charts/EquityChart.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { heldInTests } from './heldInTests.ts'

/** The tests one after another, as money: every window's growth on the money of the windows before. */
export function OosCurve({ validation: { id, initialCash } }: { readonly validation: Validation }) {
  const api = useApi()
  const curve = useQuery(api.validations.equity.queryOptions({ input: { id }, staleTime: Number.POSITIVE_INFINITY }))
  const columns = useMemo(() => {
    if (curve.data === undefined) return null
    const { time, bar, close, equity } = curve.data
    return { time, close: heldInTests(bar, close), equity: equity.map((growth) => growth * (initialCash ?? 1)) }
  }, [curve.data, initialCash])
  return (
    <Panel title="Out-of-sample equity of all windows">
      {curve.error !== null ? (
        <ErrorNotice error={curve.error} onRetry={() => void curve.refetch()} />
      ) : columns === null ? (
        <Skeleton height={480} />
      ) : (
        <EquityChart columns={columns} fileName={`out-of-sample-${id}.png`} isOutOfSample />
      )}
    </Panel>
  )
}
