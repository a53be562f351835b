import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MetricName } from '#shared/domain/metricRegistry.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { placesOn } from './heatmapGrid.ts'

/** The places of all trials on all axes, and one metric. Rows never change, so what was fetched once stays. */
export function useSweepColumns(sweep: Sweep, metric: MetricName) {
  const api = useApi()
  const { id, axes } = sweep
  const options = { staleTime: Number.POSITIVE_INFINITY }
  const names = axes.map(({ name }) => `parameter.${name}`)
  const parameters = useQuery(api.sweeps.columns.queryOptions({ input: { id, names }, ...options }))
  const values = useQuery(api.sweeps.columns.queryOptions({ input: { id, names: [metric] }, ...options }))
  const data = useMemo(() => {
    const [column, stored] = [values.data?.[metric], parameters.data]
    if (column === undefined || stored === undefined) return undefined
    const places = Object.fromEntries(axes.map((axis) => [axis.name, placesOn(axis, stored[`parameter.${axis.name}`]!)]))
    // For a sweep of one axis, which is drawn as one row.
    return { places: { ...places, all: new Int32Array(column.length) }, values: column }
  }, [axes, metric, parameters.data, values.data])
  return {
    data,
    error: parameters.error ?? values.error,
    refetch: () => Promise.all([parameters.refetch(), values.refetch()]),
  }
}
