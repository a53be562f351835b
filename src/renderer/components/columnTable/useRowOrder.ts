import { useMemo, useState } from 'react'
import { useAddressState } from '../addressState.ts'
import type { RowOrder } from './sortRows.ts'

/** The order of a table, in the address as `key=Profit.desc` when a key is given, else for as long as the table is shown. */
export function useRowOrder(key: string | undefined): [RowOrder | null, (order: RowOrder) => void] {
  const address = useAddressState()
  const [own, setOwn] = useState<RowOrder | null>(null)
  const text = key === undefined ? '' : address.text(key)
  // The same order has to stay the same object: whoever sorts a long table by it does so once.
  const written = useMemo(() => readOrder(text), [text])
  if (key === undefined) return [own, setOwn]
  return [written, (order) => address.change({ [key]: `${order.key}.${order.direction}` })]
}

function readOrder(text: string): RowOrder | null {
  const [, key, direction] = /^(.+)\.(asc|desc)$/.exec(text) ?? []
  return key === undefined ? null : { key, direction: direction === 'asc' ? 'asc' : 'desc' }
}
