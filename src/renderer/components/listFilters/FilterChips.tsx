import { Button, Group, Pill } from '@mantine/core'
import type { AddressChanges } from '../addressState.ts'
import classes from './listFilters.module.css'
import type { FilterChip } from './listFilters.ts'

interface FilterChipsProps {
  readonly chips: readonly FilterChip[]
  /** Takes every filter away, the search too. */
  readonly clearAll: AddressChanges
  readonly change: (changes: AddressChanges) => void
}

/** The filters that are set, each with a way to take it away, and all at once. */
export function FilterChips({ chips, clearAll, change }: FilterChipsProps) {
  if (chips.length === 0) return null
  return (
    <Group gap="xs" mb="sm" role="group" aria-label="Filters that are set">
      {chips.map(({ words, clear }) => (
        <Pill
          key={words}
          size="md"
          className={classes['chip'] ?? ''}
          withRemoveButton
          onRemove={() => change(clear)}
          removeButtonProps={{ 'aria-label': `Remove ${words}`, 'aria-hidden': false, tabIndex: 0 }}
        >
          {words}
        </Pill>
      ))}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => change(clearAll)}>
        Clear all
      </Button>
    </Group>
  )
}
