import { useKeptList } from '../keptList.ts'

/** Search, filters and order of a list under a name. */
export interface SavedView {
  readonly name: string
  /** As `addressOfView` writes it. */
  readonly address: string
}

function isSavedView(value: unknown): value is SavedView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'address' in value &&
    typeof value.address === 'string'
  )
}

/** The part of an address that makes a view, without keys that only open something; equal views have equal texts. */
export function addressOfView(params: URLSearchParams, passingKeys: readonly string[]): string {
  const kept = new URLSearchParams([...params].filter(([key]) => !passingKeys.includes(key)))
  kept.sort()
  return kept.toString()
}

/** The views of a list that this browser keeps, by name. */
export function useSavedViews(list: string) {
  const [views, setViews] = useKeptList(`aurelius-views-${list}`, isSavedView)
  const without = (name: string) => views.filter((view) => view.name !== name)
  return {
    views,
    /** A view of the same name gives way. */
    save: (view: SavedView) => setViews([...without(view.name), view].sort((a, b) => a.name.localeCompare(b.name, 'en'))),
    remove: (name: string) => setViews(without(name)),
  }
}
