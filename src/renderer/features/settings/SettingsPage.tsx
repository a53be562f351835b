import { Stack, Tabs } from '@mantine/core'
import { useAddressState } from '../../components/addressState.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { AppearancePanel } from './AppearancePanel.tsx'
import { ConnectionsSection } from './ConnectionsSection.tsx'
import { DiagnosticsPanel } from './DiagnosticsPanel.tsx'
import { TransfersSection } from './transfers/TransfersSection.tsx'

const SECTIONS = ['connections', 'backups', 'appearance', 'diagnostics'] as const

/** Where the data lives and how it is kept safe, how the app looks, how it is doing. */
export function SettingsPage() {
  const address = useAddressState()
  return (
    <>
      <PageHeader title="Settings" subtitle="Where the data lives and how it is kept safe, how the app looks, how it is doing" />
      <Tabs
        value={address.choice('section', SECTIONS, 'connections')}
        onChange={(section) => address.change({ section })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="connections">Connections</Tabs.Tab>
          <Tabs.Tab value="backups">Backup and restore</Tabs.Tab>
          <Tabs.Tab value="appearance">Appearance</Tabs.Tab>
          <Tabs.Tab value="diagnostics">Diagnostics</Tabs.Tab>
        </Tabs.List>
        <Stack maw={880}>
          <Tabs.Panel value="connections">
            <ConnectionsSection />
          </Tabs.Panel>
          <Tabs.Panel value="backups">
            <TransfersSection />
          </Tabs.Panel>
          <Tabs.Panel value="appearance">
            <AppearancePanel />
          </Tabs.Panel>
          <Tabs.Panel value="diagnostics">
            <DiagnosticsPanel />
          </Tabs.Panel>
        </Stack>
      </Tabs>
    </>
  )
}
