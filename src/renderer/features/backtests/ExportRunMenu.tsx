import { Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBraces, IconChevronDown, IconDownload, IconFileTypeHtml, IconFileTypePdf, IconFileZip, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import { useDragOut } from '../../components/dragOut.ts'
import { type ExportFile, fetchCsv, fetchFolder, fetchRunDocument, fetchTearSheetPdf, useSaveExport } from '../../components/exportFiles.ts'
import { useShortcut } from '../../components/shortcuts.tsx'

const TABLES = [
  { table: 'trades', label: 'Trades' },
  { table: 'equity_curve', label: 'Equity' },
  { table: 'positions', label: 'Positions' },
  { table: 'fills', label: 'Fills' },
  { table: 'metrics', label: 'Metrics' },
] as const

/** A finished run as a tear sheet, as data, as tables, or all of it; files can also be dragged out of the menu. */
export function ExportRunMenu({ run }: { readonly run: Pick<Backtest, 'id'> }) {
  const [isOpen, menu] = useDisclosure(false)
  const [isSafe, setSafe] = useState(false)
  const save = useSaveExport()
  const drag = useDragOut()
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
          {...drag({ kind: 'run', backtestId, format: 'html' })}
        >
          Tear sheet (HTML)
        </Menu.Item>
        {window.aureliusPipe !== undefined && (
          <Menu.Item
            leftSection={<IconFileTypePdf size={16} aria-hidden />}
            onClick={saveAs((client) => fetchTearSheetPdf(client, backtestId))}
            {...drag({ kind: 'run', backtestId, format: 'pdf' })}
          >
            Tear sheet (PDF)
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconBraces size={16} aria-hidden />}
          onClick={saveAs((client) => fetchRunDocument(client, backtestId, 'json'))}
          {...drag({ kind: 'run', backtestId, format: 'json' })}
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
            {...drag({ kind: 'table', input: { table, backtestId, mode } })}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.CheckboxItem checked={isSafe} onChange={setSafe}>
          Safe for spreadsheets
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  )
}
