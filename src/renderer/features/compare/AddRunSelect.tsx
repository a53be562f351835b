import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatNumber, formatPercent } from '../../format/figures.ts'
import { formatAge } from '../../format/instants.ts'

interface AddRunSelectProps {
  readonly ids: readonly string[]
  readonly onAdd: (id: string) => void
}

const OFFERED = 30
const TYPING_MS = 150

/** Finds a completed run by its strategy's name and adds it to the comparison. */
export function AddRunSelect({ ids, onAdd }: AddRunSelectProps) {
  const api = useApi()
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, TYPING_MS)
  const runs = useQuery(
    api.backtests.list.queryOptions({
      input: { statuses: ['completed'], search: settled, limit: OFFERED },
      placeholderData: keepPreviousData,
    }),
  )
  const offered = (runs.data?.items ?? []).filter(({ id }) => !ids.includes(id))
  return (
    <Select
      aria-label="Add a run"
      placeholder="Add a run"
      searchable
      w={260}
      comboboxProps={{ width: 420, position: 'bottom-end' }}
      nothingFoundMessage={runs.isPending ? 'Looking for runs' : 'No completed run has this name.'}
      data={offered.map((run) => ({
        value: run.id,
        label: `${run.strategyName} · ${formatPercent(run.totalReturn)} · Sharpe ${formatNumber(run.sharpeRatio)} · ${formatAge(run.createdAtMs, runs.dataUpdatedAt)}`,
      }))}
      // The server has searched by name already; labels hold more than the name.
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      value={null}
      onChange={(id) => {
        if (id === null) return
        onAdd(id)
        setSearch('')
      }}
    />
  )
}
