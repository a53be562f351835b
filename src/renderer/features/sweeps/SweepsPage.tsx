import { Button, Group, MultiSelect } from '@mantine/core'
import { IconGridDots } from '@tabler/icons-react'
import { RUN_STATUSES, type RunStatus } from '#shared/domain/backtest.ts'
import { useLeaveFor } from '../../components/addressState.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { FilterChips } from '../../components/listFilters/FilterChips.tsx'
import { MoreFilters } from '../../components/listFilters/MoreFilters.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { SavedViewsMenu } from '../../components/savedViews/SavedViewsMenu.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { SweepDialog } from './SweepDialog.tsx'
import { SweepsTable } from './SweepsTable.tsx'
import { NO_FILTERS, type SweepList, useSweepList } from './sweepList.ts'

/** Every sweep: find, start, follow and open one. `?sweep=<strategy id>` opens the dialog for that strategy. */
export function SweepsPage() {
  const leaveFor = useLeaveFor()
  const list = useSweepList()
  const openDialog = () => list.change({ sweep: 'new' })
  useShortcut({ key: 'N', label: 'New sweep', run: openDialog })
  const newButton = (
    <Button leftSection={<IconGridDots size={16} aria-hidden />} onClick={openDialog}>
      New sweep
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Sweeps"
        actions={
          <>
            <ExportCsvButton input={{ table: 'sweeps', ...list.filter }} withShortcut />
            {newButton}
          </>
        }
      />
      <SweepFilters list={list} />
      <SweepsTable list={list} emptyAction={newButton} />
      <SweepDialog
        isOpen={list.sweepAsked !== null}
        strategyId={list.sweepAsked === 'new' ? null : list.sweepAsked}
        onClose={() => list.change({ sweep: null })}
        onStarted={({ id }) => leaveFor(`/sweeps/${id}`)}
      />
    </>
  )
}

const named = (status: RunStatus) => `${status.slice(0, 1).toUpperCase()}${status.slice(1)}`

function SweepFilters({ list }: { readonly list: SweepList }) {
  const { filter, chips, change } = list
  return (
    <>
      <Group gap="sm" mb="sm">
        <SearchField label="Search by strategy" value={filter.search} onChange={(search) => change({ search })} />
        <MultiSelect
          aria-label="Filter by status"
          placeholder={filter.statuses.length === 0 ? 'Any status' : ''}
          data={RUN_STATUSES.map((status) => ({ value: status, label: named(status) }))}
          value={filter.statuses}
          clearable
          onChange={(statuses) => change({ status: statuses })}
        />
        <MoreFilters filter={filter} change={change} />
        <SavedViewsMenu list="sweeps" passingKeys={['sweep']} />
      </Group>
      <FilterChips chips={chips} clearAll={NO_FILTERS} change={change} />
    </>
  )
}
