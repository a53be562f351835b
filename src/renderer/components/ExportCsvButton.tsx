import { Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import type { CsvExportRequest } from '#shared/contract/csvExports.ts'
import { useDragOut } from './dragOut.ts'
import { fetchCsv, fetchCsvWithManifest, useSaveExport } from './exportFiles.ts'
import { MenuOnDemand } from './MenuOnDemand.tsx'
import { useShortcut } from './shortcuts.tsx'

/** Whatever is to be exported, without the mode: the button asks for that. */
export type CsvExportTarget = CsvExportRequest extends infer Input ? (Input extends CsvExportRequest ? Omit<Input, 'mode'> : never) : never

interface ExportCsvButtonProps {
  readonly input: CsvExportTarget
  readonly label?: string
  readonly disabled?: boolean
  /** Lets E open the menu; leave it to one button of a page. */
  readonly withShortcut?: boolean
}

/** Streams a table as CSV and saves it under the name the application suggests; the entries can be dragged out as files. */
export function ExportCsvButton({ input, label = 'Export CSV', disabled = false, withShortcut = false }: ExportCsvButtonProps) {
  const [isOpen, menu] = useDisclosure(false)
  const save = useSaveExport()
  const drag = useDragOut()
  const item = (mode: 'raw' | 'spreadsheet') => ({
    onClick: () => save.mutate((client) => fetchCsv(client, { ...input, mode })),
    ...drag({ kind: 'table', input: { ...input, mode } }),
  })
  useShortcut({ key: 'E', label, isEnabled: withShortcut && !disabled, run: menu.open })

  const button = (
    <Button
      variant="default"
      disabled={disabled}
      loading={save.isPending}
      leftSection={<IconDownload size={16} aria-hidden />}
      rightSection={<IconChevronDown size={14} aria-hidden />}
    >
      {label}
    </Button>
  )
  return (
    <MenuOnDemand button={button} position="bottom-end" isOpen={isOpen} onChange={(opened) => (opened ? menu.open() : menu.close())}>
      <Menu.Item {...item('raw')}>Raw, full precision</Menu.Item>
      <Menu.Item {...item('spreadsheet')}>Safe for spreadsheets</Menu.Item>
      <Menu.Item onClick={() => save.mutate((client) => fetchCsvWithManifest(client, { ...input, mode: 'raw' }))}>
        Raw with manifest (ZIP)
      </Menu.Item>
    </MenuOnDemand>
  )
}
