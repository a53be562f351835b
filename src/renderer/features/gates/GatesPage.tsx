import { Text } from '@mantine/core'
import { useState } from 'react'
import { useAddressState } from '../../components/addressState.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { GateResultDrawer, type GateSubject } from '../../components/gateResults/GateResultDrawer.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { GateBoard } from './GateBoard.tsx'

/** Strategies down, gates across: who has passed what, on evidence how fresh. */
export function GatesPage() {
  const address = useAddressState()
  const search = address.text('search')
  const [subject, setSubject] = useState<GateSubject | null>(null)
  return (
    <>
      <PageHeader title="Gates" actions={<ExportCsvButton input={{ table: 'gate_results' }} withShortcut />} />
      <Text size="sm" c="dimmed" mb="sm" maw={760}>
        A gate judges the newest completed run of a strategy. It passes only when every blocking check does; missing evidence is never a
        pass, and a verdict goes stale as soon as anything it rests on changes.
      </Text>
      <div style={{ maxWidth: 280, marginBottom: 12 }}>
        <SearchField label="Search strategies" value={search} onChange={(text) => address.change({ search: text })} />
      </div>
      <GateBoard search={search} onOpen={setSubject} />
      <GateResultDrawer subject={subject} onClose={() => setSubject(null)} />
    </>
  )
}
