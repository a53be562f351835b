import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import { AUDIT_NOUNS } from './auditWords.ts'

const NOUNS = AUDIT_NOUNS.map(({ noun }) => noun)
const DATE = /^\d{4}-\d{2}-\d{2}$/

export const NO_FILTERS: AddressChanges = { actor: null, action: null, object: null, from: null, to: null }

export interface ActivityList {
  readonly filter: {
    readonly actor: string | null
    readonly action: string | null
    readonly objectId: string | null
    readonly from: string | null
    readonly to: string | null
  }
  readonly isFiltered: boolean
  /** The number of the row that is looked at; '' when none is. */
  readonly shownRow: string
  readonly change: (changes: AddressChanges) => void
}

/** Which rows of the log are listed, as the address says. */
export function useActivityList(): ActivityList {
  const address = useAddressState()
  const textOrNull = (key: string) => address.text(key).trim() || null
  const dateOrNull = (key: string) => (DATE.test(address.text(key)) ? address.text(key) : null)
  const filter = {
    actor: textOrNull('actor'),
    action: address.choices('action', NOUNS)[0] ?? null,
    objectId: textOrNull('object'),
    from: dateOrNull('from'),
    to: dateOrNull('to'),
  }
  return {
    filter,
    isFiltered: Object.values(filter).some((value) => value !== null),
    shownRow: address.text('row'),
    change: address.change,
  }
}
