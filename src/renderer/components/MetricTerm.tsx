import { cloneElement, type ReactElement } from 'react'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import { tipProps } from './SharedTip.tsx'

interface MetricTermProps {
  /** undefined: what the child names is no metric of the registry. */
  readonly metric: MetricName | undefined
  /** The glossary's words for what is no metric of the registry; with neither nothing is added. */
  readonly definition?: string | undefined
  /** One element that takes hover and focus. */
  readonly children: ReactElement
}

/** Shows a metric's definition from the registry, or a term's from the glossary, on hover and focus of whatever names it. */
export function MetricTerm({ metric, definition, children }: MetricTermProps) {
  const words = metric === undefined ? definition : METRICS[metric].definition
  return cloneElement(children, tipProps(words))
}
