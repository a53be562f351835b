import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/ApiProvider.tsx'

interface StrategySelectProps {
  readonly value: string | null
  readonly error?: string | undefined
  readonly onChange: (strategyId: string | null) => void
}

const SHOWN = 50

function nothingFound(isPending: boolean, sought: string): string {
  if (isPending) return 'Searching'
  return sought === '' ? 'No strategies yet: generate or write one under Strategies' : 'No strategy has that name'
}

/** Finds a strategy among any number of them: the application searches, the list shows the first of what it found. */
export function StrategySelect({ value, error, onChange }: StrategySelectProps) {
  const api = useApi()
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const chosen = useQuery(api.strategies.get.queryOptions({ input: value === null ? skipToken : { id: value } }))
  // The box shows the chosen name; searching for it would hide all the others.
  const sought = settled === chosen.data?.name ? '' : settled
  const found = useQuery(
    api.strategies.list.queryOptions({
      input: { search: sought, sort: 'updatedAt', direction: 'desc', limit: SHOWN },
      placeholderData: keepPreviousData,
    }),
  )
  const options = new Map((found.data?.items ?? []).map(({ id, name }) => [id, name]))
  if (chosen.data) options.set(chosen.data.id, chosen.data.name)

  return (
    <Select
      label="Strategy"
      placeholder="Search by name"
      searchable
      data-autofocus
      openOnFocus={false}
      allowDeselect={false}
      nothingFoundMessage={nothingFound(found.isPending, sought)}
      data={[...options].map(([id, name]) => ({ value: id, label: name }))}
      filter={({ options: all }) => all}
      value={value}
      error={error}
      onSearchChange={setSearch}
      onChange={onChange}
    />
  )
}
