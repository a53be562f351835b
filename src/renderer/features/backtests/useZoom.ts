import { type TimeSpan, writeZoom } from '../../charts/chartSpan.ts'
import { useAddressState } from '../../components/addressState.ts'

/** Points the equity chart of the run at a part of its time, by the address. */
export function useZoom(): (span: TimeSpan) => void {
  const { change } = useAddressState()
  return (span) => change({ zoom: writeZoom(span), chart: null, view: null, span: null })
}
