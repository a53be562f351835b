import { Group, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { SavedViewsMenu } from '../../components/savedViews/SavedViewsMenu.tsx'
import { ApprovedPanel } from './ApprovedPanel.tsx'
import { AuditTable } from './AuditTable.tsx'
import { type ActivityList, useActivityList } from './activityList.ts'
import { AUDIT_NOUNS } from './auditWords.ts'
import { VerifyPanel } from './VerifyPanel.tsx'

/** The log of every change: who did what and when, whether it is intact, and what stood approved on a day. */
export function ActivityPage() {
  const list = useActivityList()
  return (
    <>
      <PageHeader title="Activity" actions={<ExportCsvButton input={{ table: 'audit', ...list.filter }} withShortcut />} />
      <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
        <VerifyPanel />
        <ApprovedPanel />
      </SimpleGrid>
      <ActivityFilters list={list} />
      <AuditTable list={list} />
    </>
  )
}

function ActivityFilters({ list }: { readonly list: ActivityList }) {
  const { filter, change } = list
  const api = useApi()
  const actors = useQuery(api.audit.actors.queryOptions())
  return (
    <Group gap="sm" mb="sm" align="end">
      <Select
        label="Who"
        placeholder="Anybody"
        w={170}
        clearable
        searchable
        data={actors.data ?? []}
        value={filter.actor}
        onChange={(actor) => change({ actor })}
      />
      <Select
        label="What"
        placeholder="Anything"
        w={170}
        clearable
        data={AUDIT_NOUNS.map(({ noun, name }) => ({ value: noun, label: name }))}
        value={filter.action}
        onChange={(action) => change({ action })}
      />
      <SearchField label="Object id" value={filter.objectId ?? ''} onChange={(object) => change({ object })} />
      <TextInput label="From (UTC)" type="date" value={filter.from ?? ''} onChange={({ target }) => change({ from: target.value })} />
      <TextInput label="To (UTC)" type="date" value={filter.to ?? ''} onChange={({ target }) => change({ to: target.value })} />
      <SavedViewsMenu list="activity" passingKeys={['row']} />
    </Group>
  )
}
