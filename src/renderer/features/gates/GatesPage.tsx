import { Group, Tabs, Text } from '@mantine/core'
import { useCallback } from 'react'
import { GATE_TYPES } from '#shared/domain/gate.ts'
import { type AddressState, useAddressState } from '../../components/addressState.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { GateResultDrawer, type GateSubject } from '../../components/gateResults/GateResultDrawer.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { SavedViewsMenu } from '../../components/savedViews/SavedViewsMenu.tsx'
import { GateBoard } from './GateBoard.tsx'
import { PolicyPanel } from './policy/PolicyPanel.tsx'
import { ReadinessDrawer } from './readiness/ReadinessDrawer.tsx'

const TABS = ['board', 'policy'] as const

/** Strategies down, gates across: who has passed what, on evidence how fresh, and by which thresholds. */
export function GatesPage() {
  const address = useAddressState()
  const readiness = address.text('readiness')
  return (
    <>
      <PageHeader title="Gates" actions={<ExportCsvButton input={{ table: 'gate_results' }} withShortcut />} />
      <Tabs value={address.choice('tab', TABS, 'board')} onChange={(tab) => address.change({ tab })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="board">Board</Tabs.Tab>
          <Tabs.Tab value="policy">Policy</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="board">
          <Board address={address} />
        </Tabs.Panel>
        <Tabs.Panel value="policy">
          <PolicyPanel />
        </Tabs.Panel>
      </Tabs>
      <GateResultDrawer subject={shownSubject(address)} onClose={() => address.change({ gate: null, strategy: null })} />
      <ReadinessDrawer strategyId={readiness === '' ? null : readiness} onClose={() => address.change({ readiness: null })} />
    </>
  )
}

function Board({ address }: { readonly address: AddressState }) {
  const search = address.text('search')
  const { change } = address
  const openChecks = useCallback(({ strategyId, gateType }: GateSubject) => change({ strategy: strategyId, gate: gateType }), [change])
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm" maw={760}>
        A gate judges the newest completed run of a strategy; the CRV gate judges its newest walk-forward too. It passes only when every
        blocking check does; missing evidence is never a pass, and a verdict goes stale as soon as anything it rests on changes.
      </Text>
      <Group gap="sm" mb="sm">
        <SearchField label="Search strategies" value={search} onChange={(text) => change({ search: text })} />
        <SavedViewsMenu list="gates" passingKeys={['tab', 'gate', 'strategy', 'readiness']} />
      </Group>
      <GateBoard search={search} onOpen={openChecks} onOpenReadiness={(strategyId) => change({ readiness: strategyId })} />
    </>
  )
}

/** The drawer is part of the address: Back closes it, and a link opens it. */
function shownSubject(address: AddressState): GateSubject | null {
  const [strategyId, [gateType]] = [address.text('strategy'), address.choices('gate', GATE_TYPES)]
  return strategyId === '' || gateType === undefined ? null : { strategyId, gateType }
}
