import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { fetchFolder, useSaveExport } from '../../components/exportFiles.ts'

/** Everything at once, as a ZIP of tables with their manifests. */
export function ExportWorkspaceMenu() {
  const save = useSaveExport()
  const saveAll = (withRuns: boolean) => () =>
    save.mutate((client) => fetchFolder(client, { scope: { kind: 'workspace', withRuns }, mode: 'raw' }, 'aurelius-workspace'))
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={save.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Export everything
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={saveAll(false)}>Every table (ZIP)</Menu.Item>
        <Menu.Item onClick={saveAll(true)}>Every table and every completed run (ZIP)</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
