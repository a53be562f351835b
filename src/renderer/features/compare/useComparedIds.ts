import { useCallback, useMemo } from 'react'
import { MOST_COMPARED } from '#shared/domain/comparison.ts'
import { useAddressState } from '../../components/addressState.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface ComparedIds {
  /** In order, each once, no more than the comparison takes. */
  readonly ids: readonly string[]
  /** Ids in the address beyond the limit. */
  readonly leftOut: number
  /** The run the others are held against: the pinned one, else the first. */
  readonly baseline: string | null
  readonly isEverythingShown: boolean
  readonly pin: (id: string) => void
  readonly add: (id: string) => void
  readonly remove: (id: string) => void
  readonly showEverything: (isShown: boolean) => void
}

/** Which runs are compared stands in the address: `?runs=a,b,c&baseline=a&all=yes`. */
export function useComparedIds(): ComparedIds {
  const { text, change } = useAddressState()
  const runs = text('runs')
  const pinned = text('baseline')
  const all = useMemo(() => [...new Set(runs.split(',').filter((id) => ID.test(id)))], [runs])
  const ids = useMemo(() => all.slice(0, MOST_COMPARED), [all])
  const setIds = useCallback((next: readonly string[]) => change({ runs: next.join(',') }), [change])
  return {
    ids,
    leftOut: all.length - ids.length,
    baseline: ids.includes(pinned) ? pinned : (ids[0] ?? null),
    isEverythingShown: text('all') === 'yes',
    pin: (id) => change({ baseline: id }),
    add: (id) => setIds([...ids, id]),
    remove: (id) => setIds(ids.filter((other) => other !== id)),
    showEverything: (isShown) => change({ all: isShown ? 'yes' : null }),
  }
}
