import { Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Client } from '#shared/contract/contract.ts'
import type { CsvExportRequest } from '#shared/contract/csvExports.ts'
import { useClient } from '../api/ApiProvider.tsx'
import { readError } from '../api/readError.ts'
import { saveBlob } from './saveBlob.ts'
import { useShortcut } from './shortcuts.tsx'

type CsvMode = NonNullable<CsvExportRequest['mode']>

/** Whatever is to be exported, without the mode: the button asks for that. */
export type CsvExportTarget = CsvExportRequest extends infer Input ? (Input extends CsvExportRequest ? Omit<Input, 'mode'> : never) : never

async function downloadCsv(client: Client, input: CsvExportRequest): Promise<string> {
  const pieces: string[] = []
  let fileName = `${input.table}.csv`
  for await (const piece of await client.csvExports.stream(input)) {
    pieces.push(piece.text)
    fileName = piece.fileName
  }
  saveBlob(new Blob(pieces, { type: 'text/csv;charset=utf-8' }), fileName)
  return fileName
}

interface ExportCsvButtonProps {
  readonly input: CsvExportTarget
  readonly label?: string
  readonly disabled?: boolean
  /** Lets E open the menu; leave it to one button of a page. */
  readonly withShortcut?: boolean
}

/** Streams a table as CSV and saves it under the name the application suggests. */
export function ExportCsvButton({ input, label = 'Export CSV', disabled = false, withShortcut = false }: ExportCsvButtonProps) {
  const client = useClient()
  const [isOpen, menu] = useDisclosure(false)
  const download = useMutation({
    mutationFn: (mode: CsvMode) => downloadCsv(client, { ...input, mode }),
    onSuccess: (fileName) => notifications.show({ message: `Saved ${fileName}` }),
    onError: (error) => notifications.show({ color: 'red', title: 'The export failed', message: readError(error).message }),
  })
  useShortcut({ key: 'E', label, isEnabled: withShortcut && !disabled, run: menu.open })

  return (
    <Menu opened={isOpen} onChange={(opened) => (opened ? menu.open() : menu.close())} position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          disabled={disabled}
          loading={download.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download.mutate('raw')}>Raw, full precision</Menu.Item>
        <Menu.Item onClick={() => download.mutate('spreadsheet')}>Safe for spreadsheets</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
