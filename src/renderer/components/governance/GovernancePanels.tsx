import { Button, Group, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Strategy } from '#shared/domain/strategy.ts'
import { fetchEvidencePack, useSaveExport } from '../exportFiles.ts'
import { Panel } from '../Panel.tsx'
import { ApprovalsPanel } from './ApprovalsPanel.tsx'
import { ReviewPanel } from './ReviewPanel.tsx'
import { WaiversPanel } from './WaiversPanel.tsx'

interface GovernancePanelsProps {
  readonly strategy: Pick<Strategy, 'id' | 'name' | 'version'>
}

/** What people decide about a strategy on top of its gates, and the evidence to take away. */
export function GovernancePanels({ strategy }: GovernancePanelsProps) {
  const save = useSaveExport()
  return (
    <Stack gap="md">
      <ApprovalsPanel strategy={strategy} />
      <ReviewPanel strategyId={strategy.id} />
      <WaiversPanel strategyId={strategy.id} />
      <Panel title="Product readiness">
        <Group justify="space-between">
          <Text size="sm" c="dimmed" maw={620}>
            Risk limits, monitoring, decay trigger, runbook, rollback and the next date: what the product gate asks people to settle.
          </Text>
          <Button component={Link} variant="default" to={`/gates?readiness=${strategy.id}`}>
            Open product readiness
          </Button>
        </Group>
      </Panel>
      <Panel title="Evidence pack">
        <Group justify="space-between">
          <Text size="sm" c="dimmed" maw={620}>
            Run, data, metrics, gate results, decisions and the end of the audit log in one ZIP, verified by a replay before it is saved. It
            is checked anywhere with: aurelius evidence verify
          </Text>
          <Button
            variant="default"
            loading={save.isPending}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => save.mutate((client) => fetchEvidencePack(client, strategy.id))}
          >
            Export evidence pack
          </Button>
        </Group>
      </Panel>
    </Stack>
  )
}
