import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

export type AddressChanges = Readonly<Record<string, string | readonly string[] | null>>

export interface AddressState {
  /** '' when the address does not say. */
  readonly text: (key: string) => string
  /** Every value of a key, in the address's order. */
  readonly texts: (key: string) => string[]
  /** The allowed values among those in the address, in its order. */
  readonly choices: <Value extends string>(key: string, allowed: readonly Value[]) => Value[]
  /** The value in the address when it is allowed, else the fallback. */
  readonly choice: <Value extends string>(key: string, allowed: readonly Value[], fallback: Value) => Value
  /** Sets some keys and leaves the others; '', [] and null take a key out of the address. What opens a dialog or a drawer can be gone Back from. */
  readonly change: (changes: AddressChanges) => void
}

/** Keys that open something over the page. */
const OPENING_KEYS = ['new', 'generate', 'run', 'sweep', 'import', 'dataset', 'gate', 'readiness', 'row', 'write'] as const

/** Search, filters and sort of a list live in the address: Back, reload and a bookmark bring the same list. */
export function useAddressState(): AddressState {
  const [params, setParams] = useSearchParams()
  const change = useCallback(
    (changes: AddressChanges) => setParams((current) => applyChanges(current, changes), { replace: !isOpening(params, changes) }),
    [params, setParams],
  )
  const choices = <Value extends string>(key: string, allowed: readonly Value[]) =>
    params.getAll(key).filter((value): value is Value => (allowed as readonly string[]).includes(value))
  return {
    text: (key) => params.get(key) ?? '',
    texts: (key) => params.getAll(key),
    choices,
    choice: (key, allowed, fallback) => choices(key, allowed)[0] ?? fallback,
    change,
  }
}

function isOpening(current: URLSearchParams, changes: AddressChanges): boolean {
  return OPENING_KEYS.some((key) => typeof changes[key] === 'string' && changes[key] !== '' && !current.has(key))
}

function applyChanges(current: URLSearchParams, changes: AddressChanges): URLSearchParams {
  const next = new URLSearchParams(current)
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key)
    const values = value === null || value === '' ? [] : [value].flat()
    for (const each of values) next.append(key, each)
  }
  return next
}
