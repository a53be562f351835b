import { useCallback } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'

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
  /**
   * Sets some keys and leaves the others; '', [] and null take a key out of the address. What opens a dialog or a drawer can
   * be gone Back from, and closing it goes Back, so that one more Back leaves the list.
   */
  readonly change: (changes: AddressChanges) => void
}

/** Keys that open something over the page. */
const OPENING_KEYS = ['new', 'generate', 'run', 'sweep', 'import', 'dataset', 'gate', 'readiness', 'row', 'write'] as const

/** What an entry of the history carries that was made by opening something over the page before it. */
const OPENED = { wasOpenedHere: true } as const

/** Search, filters and sort of a list live in the address: Back, reload and a bookmark bring the same list. */
export function useAddressState(): AddressState {
  const [params, setParams] = useSearchParams()
  const { state } = useLocation()
  const navigate = useNavigate()
  const change = useCallback(
    (changes: AddressChanges) => {
      if (isOpening(params, changes)) return setParams((current) => applyChanges(current, changes), { state: OPENED })
      if (isClosing(params, changes) && wasOpenedHere(state)) return void navigate(-1)
      setParams((current) => applyChanges(current, changes), { replace: true, state })
    },
    [params, setParams, state, navigate],
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

/** Nothing but keys taken away, one of which opened what is shown. */
function isClosing(current: URLSearchParams, changes: AddressChanges): boolean {
  return Object.values(changes).every((value) => value === null) && OPENING_KEYS.some((key) => changes[key] === null && current.has(key))
}

const wasOpenedHere = (state: unknown) => typeof state === 'object' && state !== null && 'wasOpenedHere' in state

/** Leads to the page of what a dialog made; Back then leads to where the dialog was opened, not into the dialog. */
export function useLeaveFor(): (path: string) => void {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  return (path) => void navigate(path, { replace: OPENING_KEYS.some((key) => params.has(key)) })
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
