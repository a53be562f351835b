import { Button, Group, MultiSelect } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { RunStatus } from '#shared/domain/backtest.ts'
import { useLeaveFor } from '../../components/addressState.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { SavedViewsMenu } from '../../components/savedViews/SavedViewsMenu.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { ValidationDialog } from '../../components/validationDialog/ValidationDialog.tsx'
import { ValidationsTable } from './ValidationsTable.tsx'
import { STATUSES, useValidationList } from './validationList.ts'

/** Every walk-forward validation: find, start, follow and open one. `?run=<strategy id>` opens the dialog for that strategy. */
export function ValidationsPage() {
  const leaveFor = useLeaveFor()
  const list = useValidationList()
  const openDialog = () => list.change({ run: 'new' })
  useShortcut({ key: 'R', label: 'New validation', run: openDialog })
  const runButton = (
    <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={openDialog}>
      New validation
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Validations"
        actions={
          <>
            <ExportCsvButton input={{ table: 'validations', ...list.filter }} withShortcut />
            {runButton}
          </>
        }
      />
      <Group gap="sm" mb="sm">
        <SearchField label="Search by strategy" value={list.filter.search} onChange={(search) => list.change({ search })} />
        <MultiSelect
          aria-label="Filter by status"
          placeholder={list.filter.statuses.length === 0 ? 'Any status' : ''}
          data={STATUSES.map(({ status, name }) => ({ value: status, label: name }))}
          value={list.filter.statuses}
          clearable
          onChange={(statuses) => list.change({ status: statuses as RunStatus[] })}
        />
        <SavedViewsMenu list="validations" passingKeys={['run']} />
      </Group>
      <ValidationsTable list={list} emptyAction={runButton} />
      <ValidationDialog
        isOpen={list.asked !== null}
        strategyId={list.asked === 'new' ? null : list.asked}
        onClose={() => list.change({ run: null })}
        onStarted={({ id }) => leaveFor(`/validations/${id}`)}
      />
    </>
  )
}
