import { Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBraces, IconChevronDown, IconDownload, IconFileTypeHtml, IconFileZip, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import { type ExportFile, fetchCsv, fetchFolder, fetchRunDocument, useSaveExport } from '../../components/exportFiles.ts'
import { useShortcut } from '../../components/shortcuts.tsx'

const TABLES = [
  { table: 'trades', label: 'Trades' },
  { table: 'equity_curve', label: 'Equity' },
  { table: 'positions', label: 'Positions' },
  { table: 'fills', label: 'Fills' },
  { table: 'metrics', label: 'Metrics' },
] as const

/** A finished run as a tear sheet, as data, as tables, or all of it. */
export function ExportRunMenu({ run }: { readonly run: Pick<Backtest, 'id'> }) {
  const [isOpen, menu] = useDisclosure(false)
  const [isSafe, setSafe] = useState(false)
  const save = useSaveExport()
  useShortcut({ key: 'E', label: 'Export run', run: menu.open })
  const backtestId = run.id
  const mode = isSafe ? 'spreadsheet' : 'raw'
  const saveAs = (fetchFile: Parameters<typeof save.mutate>[0]) => () => save.mutate(fetchFile)

  return (
    <Menu opened={isOpen} onChange={(opened) => (opened ? menu.open() : menu.close())} position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={save.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFileTypeHtml size={16} aria-hidden />}
          onClick={saveAs((client) => fetchRunDocument(client, backtestId, 'html'))}
        >
          Tear sheet (HTML)
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBraces size={16} aria-hidden />}
          onClick={saveAs((client) => fetchRunDocument(client, backtestId, 'json'))}
        >
          Whole run (JSON)
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileZip size={16} aria-hidden />}
          onClick={saveAs(
            (client): Promise<ExportFile> => fetchFolder(client, { scope: { kind: 'run', backtestId }, mode }, `run-${backtestId}`),
          )}
        >
          Everything (ZIP)
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Tables (CSV)</Menu.Label>
        {TABLES.map(({ table, label }) => (
          <Menu.Item
            key={table}
            leftSection={<IconTable size={16} aria-hidden />}
            onClick={saveAs((client) => fetchCsv(client, { table, backtestId, mode }))}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item closeMenuOnClick={false} role="menuitemcheckbox" aria-checked={isSafe} onClick={() => setSafe(!isSafe)}>
          {isSafe ? '✓ ' : ''}Safe for spreadsheets
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
