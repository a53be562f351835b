import { Button, Group, MultiSelect } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { RunStatus } from '#shared/domain/backtest.ts'
import { useLeaveFor } from '../../components/addressState.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { FilterChips } from '../../components/listFilters/FilterChips.tsx'
import { MoreFilters } from '../../components/listFilters/MoreFilters.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { RunDialog } from '../../components/runDialog/RunDialog.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { SavedViewsMenu } from '../../components/savedViews/SavedViewsMenu.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { BacktestsTable } from './BacktestsTable.tsx'
import { type BacktestList, NO_FILTERS, STATUSES, useBacktestList } from './backtestList.ts'

/** Every run: find, start, follow and open one. `?run=<strategy id>` opens the run dialog for that strategy. */
export function BacktestsPage() {
  const leaveFor = useLeaveFor()
  const list = useBacktestList()
  const openDialog = () => list.change({ run: 'new' })
  useShortcut({ key: 'R', label: 'Run backtest', run: openDialog })
  const runButton = (
    <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={openDialog}>
      Run backtest
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Backtests"
        actions={
          <>
            <ExportCsvButton input={{ table: 'backtests', ...list.filter }} withShortcut />
            {runButton}
          </>
        }
      />
      <RunFilters list={list} />
      <BacktestsTable list={list} emptyAction={runButton} />
      <RunDialog
        isOpen={list.runAsked !== null}
        strategyId={list.runAsked === 'new' ? null : list.runAsked}
        onClose={() => list.change({ run: null })}
        onStarted={({ id }) => leaveFor(`/backtests/${id}`)}
      />
    </>
  )
}

function RunFilters({ list }: { readonly list: BacktestList }) {
  const { filter, ranges, chips, change } = list
  return (
    <>
      <Group gap="sm" mb="sm">
        <SearchField label="Search by strategy" value={filter.search} onChange={(search) => change({ search })} />
        <MultiSelect
          aria-label="Filter by status"
          placeholder={filter.statuses.length === 0 ? 'Any status' : ''}
          data={STATUSES.map(({ status, name }) => ({ value: status, label: name }))}
          value={filter.statuses}
          clearable
          onChange={(statuses) => change({ status: statuses as RunStatus[] })}
        />
        <MoreFilters filter={filter} ranges={ranges} change={change} />
        <SavedViewsMenu list="backtests" passingKeys={['run']} />
      </Group>
      <FilterChips chips={chips} clearAll={NO_FILTERS} change={change} />
    </>
  )
}
