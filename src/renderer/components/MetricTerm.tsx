import { Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'

interface MetricTermProps {
  /** undefined: what the child names is no metric, and nothing is added. */
  readonly metric: MetricName | undefined
  /** One element that takes hover and focus. */
  readonly children: ReactElement
}

/** Shows a metric's definition from the registry on hover and focus of whatever names it. */
export function MetricTerm({ metric, children }: MetricTermProps) {
  return metric === undefined ? children : <Tooltip label={METRICS[metric].definition}>{children}</Tooltip>
}
