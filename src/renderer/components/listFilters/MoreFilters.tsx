import { Button, Group, NumberInput, Popover, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import type { AddressChanges } from '../addressState.ts'
import classes from './listFilters.module.css'
import type { Range, RangeSpec, TagAndDateFilter } from './listFilters.ts'

interface MoreFiltersProps {
  readonly filter: TagAndDateFilter
  /** Figures that can be bounded, with their bounds. */
  readonly ranges?: readonly { readonly spec: RangeSpec; readonly range: Range }[]
  readonly change: (changes: AddressChanges) => void
}

/** Filters that are asked for now and then: tags, dates of creation, figures. Each takes hold as it is entered. */
export function MoreFilters({ filter, ranges = [], change }: MoreFiltersProps) {
  const { tags, createdFrom, createdTo } = filter
  return (
    <Popover position="bottom-start" trapFocus shadow="md" width={320}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
          Filters
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Filters" className={classes['dropdown'] ?? ''}>
        <Stack gap="sm">
          <TagsInput
            label="Tags"
            description="Strategies that carry all of them"
            placeholder={tags.length === 0 ? 'Type one and press Enter' : ''}
            maxTags={32}
            classNames={{ inputField: classes['tagField'] ?? '' }}
            comboboxProps={{ withinPortal: false }}
            value={tags}
            onChange={(chosen) => change({ tag: chosen.map((tag) => tag.trim()).filter((tag) => tag !== '') })}
          />
          <Group grow gap="xs">
            <TextInput
              type="date"
              label="Created from"
              value={createdFrom ?? ''}
              onChange={(event) => change({ from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label="to"
              aria-label="Created to"
              value={createdTo ?? ''}
              onChange={(event) => change({ to: event.currentTarget.value })}
            />
          </Group>
          {ranges.map(({ spec, range }) => (
            <RangeFields key={spec.label} spec={spec} range={range} change={change} />
          ))}
          {ranges.length > 0 && (
            <Text size="xs" c="dimmed">
              Both bounds belong to the range. A run without the figure is in no range.
            </Text>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

interface RangeFieldsProps {
  readonly spec: RangeSpec
  readonly range: Range
  readonly change: (changes: AddressChanges) => void
}

function RangeFields({ spec, range, change }: RangeFieldsProps) {
  const { label, minKey, maxKey, unit } = spec
  const title = unit === 'percent' ? `${label} (%)` : label
  return (
    <Group grow gap="xs" align="flex-end">
      <BoundField label={`${title} from`} value={range.min} unit={unit} onChange={(min) => change({ [minKey]: min })} />
      <BoundField label="to" ariaLabel={`${title} to`} value={range.max} unit={unit} onChange={(max) => change({ [maxKey]: max })} />
    </Group>
  )
}

interface BoundFieldProps {
  readonly label: string
  readonly ariaLabel?: string
  /** A fraction where the unit is percent; null = open. */
  readonly value: number | null
  readonly unit: RangeSpec['unit']
  /** What the address is to hold; null = open. */
  readonly onChange: (text: string | null) => void
}

/** Twelve digits say every bound a person types, without the dust of dividing by a hundred. */
const cleanNumber = (value: number) => Number(value.toPrecision(12))

/** A bound takes hold when the person leaves it or presses Enter, not with every digit. */
function BoundField({ label, ariaLabel = label, value, unit, onChange }: BoundFieldProps) {
  const scale = unit === 'percent' ? 100 : 1
  const shown = value === null ? '' : cleanNumber(value * scale)
  const [typed, setTyped] = useState<number | string>(shown)
  const [settled, setSettled] = useState<number | string>(shown)
  if (shown !== settled) {
    setSettled(shown)
    setTyped(shown)
  }
  const settle = () => {
    const next = typed === '' || !Number.isFinite(Number(typed)) ? null : String(cleanNumber(Number(typed) / scale))
    if (typed !== shown) onChange(next)
  }
  return (
    <NumberInput
      label={label}
      aria-label={ariaLabel}
      hideControls
      allowDecimal={unit !== 'count'}
      value={typed}
      onChange={setTyped}
      onBlur={settle}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
    />
  )
}
