import { Button, Group, MultiSelect, Switch } from '@mantine/core'
import { IconPlus, IconSparkles } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Strategy, StrategyStatus } from '#shared/domain/strategy.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { useLeaveFor } from '../../components/addressState.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { FilterChips } from '../../components/listFilters/FilterChips.tsx'
import { MoreFilters } from '../../components/listFilters/MoreFilters.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { SavedViewsMenu } from '../../components/savedViews/SavedViewsMenu.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { GenerateDialog } from './GenerateDialog.tsx'
import { StrategiesTable } from './StrategiesTable.tsx'
import { StrategyDialog } from './StrategyDialog.tsx'
import { LISTED_STATUSES, NO_FILTERS, type StrategyList, useStrategyList } from './strategyList.ts'
import { NAMED_TYPES, nameOfStatus, nameOfType } from './strategyNames.ts'
import type { StrategyDialogTask } from './useSaveStrategy.ts'

const NEW_STRATEGY: StrategyDialogTask = { kind: 'create', draft: null }

/** Every strategy: find, generate, write, and open one. */
export function StrategiesPage() {
  const navigate = useNavigate()
  const leaveFor = useLeaveFor()
  const list = useStrategyList()
  const closeGenerator = () => list.change({ generate: null })
  const [rowTask, setRowTask] = useState<StrategyDialogTask | null>(null)
  const task = list.isNewAsked ? NEW_STRATEGY : rowTask
  const closeEditor = () => {
    setRowTask(null)
    list.change({ new: null })
  }
  const write = () => list.change({ new: 'yes' })
  useShortcut({ key: 'N', label: 'New strategy', run: write })
  const openStrategy = ({ id }: Strategy) => navigate(`/strategies/${id}`)

  const buttons = (
    <>
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={write}>
        New strategy
      </Button>
      <Button leftSection={<IconSparkles size={16} aria-hidden />} onClick={() => list.change({ generate: 'yes' })}>
        Generate from a goal
      </Button>
    </>
  )
  return (
    <>
      <PageHeader
        title="Strategies"
        actions={
          <>
            <ExportCsvButton input={{ table: 'strategies', ...list.filter }} withShortcut />
            {buttons}
          </>
        }
      />
      <StrategyFilters list={list} />
      <StrategiesTable list={list} emptyAction={<Group gap="xs">{buttons}</Group>} onOpen={openStrategy} onTask={setRowTask} />
      <GenerateDialog
        isOpen={list.isGenerateAsked}
        onClose={closeGenerator}
        onKept={(kept) => {
          if (kept.length === 1 && kept[0] !== undefined) leaveFor(`/strategies/${kept[0].id}`)
          else closeGenerator()
        }}
      />
      <StrategyDialog
        task={task}
        onClose={closeEditor}
        onSaved={(saved) => {
          setRowTask(null)
          leaveFor(`/strategies/${saved.id}`)
        }}
      />
    </>
  )
}

function StrategyFilters({ list }: { readonly list: StrategyList }) {
  const { filter, chips, change } = list
  return (
    <>
      <Group gap="sm" mb="sm">
        <SearchField label="Search strategies" value={filter.search} onChange={(search) => change({ search })} />
        <MultiSelect
          w={180}
          aria-label="Filter by family"
          placeholder={filter.types.length === 0 ? 'Any family' : ''}
          data={NAMED_TYPES.map((type) => ({ value: type, label: nameOfType(type) }))}
          value={filter.types}
          clearable
          onChange={(types) => change({ type: types as StrategyType[] })}
        />
        <MultiSelect
          w={180}
          aria-label="Filter by status"
          placeholder={filter.statuses.length === 0 ? 'Any status' : ''}
          data={LISTED_STATUSES.map((status) => ({ value: status, label: nameOfStatus(status) }))}
          value={filter.statuses}
          clearable
          onChange={(statuses) => change({ status: statuses as StrategyStatus[] })}
        />
        <Switch
          label="Show archived"
          checked={filter.includeArchived}
          onChange={(event) => change({ archived: event.currentTarget.checked ? 'yes' : null })}
        />
        <MoreFilters filter={filter} change={change} />
        <SavedViewsMenu list="strategies" passingKeys={['new', 'generate']} />
      </Group>
      <FilterChips chips={chips} clearAll={NO_FILTERS} change={change} />
    </>
  )
}
