import { isCalendarDate } from '#shared/domain/calendarDate.ts'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'
import type { AddressChanges, AddressState } from '../addressState.ts'

/** Which strategies, as far as every list understands it. */
export interface TagAndDateFilter {
  readonly tags: string[]
  /** Calendar dates, UTC, both inclusive; null = open. */
  readonly createdFrom: string | null
  readonly createdTo: string | null
}

const MOST_TAGS = 32
const LONGEST_TAG = 64

/** Tags and dates of the address; what cannot be one is left out. */
export function readTagsAndDates(address: AddressState): TagAndDateFilter {
  const tags = address.texts('tag').filter((tag) => tag.trim() !== '' && tag.length <= LONGEST_TAG)
  return { tags: tags.slice(0, MOST_TAGS), createdFrom: dateOf(address.text('from')), createdTo: dateOf(address.text('to')) }
}

/** A real calendar date, YYYY-MM-DD; null for anything else. */
export function dateOf(text: string): string | null {
  return isCalendarDate(text) ? text : null
}

/** A number of the address; null when there is none, or none that is one. */
export function numberOf(text: string): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

/** A figure that a list can be narrowed by, from one bound to another. */
export interface RangeSpec {
  readonly label: string
  /** Keys of the address. */
  readonly minKey: string
  readonly maxKey: string
  /** `percent`: a fraction in the address, a percentage on the screen. */
  readonly unit: 'ratio' | 'percent' | 'count'
}

export interface Range {
  readonly min: number | null
  readonly max: number | null
}

export function readRange(address: AddressState, { minKey, maxKey }: RangeSpec): Range {
  return { min: numberOf(address.text(minKey)), max: numberOf(address.text(maxKey)) }
}

/** One filter that is set, in words, and the change that takes it away. */
export interface FilterChip {
  readonly words: string
  readonly clear: AddressChanges
}

export function tagAndDateChips({ tags, createdFrom, createdTo }: TagAndDateFilter): FilterChip[] {
  const period = describeBounds('Created', { from: createdFrom, to: createdTo })
  return [
    ...tags.map((tag) => ({ words: `Tag ${tag}`, clear: { tag: tags.filter((other) => other !== tag) } })),
    ...(period === null ? [] : [{ words: period, clear: { from: null, to: null } }]),
  ]
}

export function rangeChip({ label, minKey, maxKey, unit }: RangeSpec, { min, max }: Range): FilterChip[] {
  const words = describeBounds(label, { from: wordOf(min, unit), to: wordOf(max, unit) })
  return words === null ? [] : [{ words, clear: { [minKey]: null, [maxKey]: null } }]
}

function wordOf(value: number | null, unit: RangeSpec['unit']): string | null {
  if (value === null) return null
  if (unit === 'percent') return formatPercent(value, { decimals: 1 })
  return unit === 'count' ? formatCount(value) : formatNumber(value)
}

function describeBounds(label: string, { from, to }: { from: string | null; to: string | null }): string | null {
  if (from !== null && to !== null) return `${label} ${from} to ${to}`
  if (from !== null) return `${label} from ${from}`
  return to === null ? null : `${label} up to ${to}`
}
