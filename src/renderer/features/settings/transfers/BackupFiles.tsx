import { Button, Group, Table, Text } from '@mantine/core'
import type { BackupFolder, FileChoice } from '#shared/domain/transfer.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { formatDateTime } from '../../../format/instants.ts'

/** A backup and the name people know it by. */
export interface ChosenBackup {
  readonly file: FileChoice
  readonly name: string
}

interface BackupFilesProps {
  readonly backups: BackupFolder
  readonly isBusy: boolean
  readonly onVerify: (backup: ChosenBackup) => void
  readonly onRestore: (backup: ChosenBackup) => void
}

/** The backups of the folder, newest first. */
export function BackupFiles({ backups, isBusy, onVerify, onRestore }: BackupFilesProps) {
  if (backups.files.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No backup yet. Make one now, or let them be made by themselves.
      </Text>
    )
  }
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table aria-label="Backups">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Backup</Table.Th>
            <Table.Th>Written</Table.Th>
            <Table.Th ta="end">Size</Table.Th>
            <Table.Th aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {backups.files.map(({ name, bytes, changedAtMs }) => {
            const backup: ChosenBackup = { file: { by: 'name', name }, name }
            return (
              <Table.Tr key={name}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{name}</Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatDateTime(changedAtMs)}</Table.Td>
                <Table.Td ta="end" style={{ whiteSpace: 'nowrap' }}>
                  {formatBytes(bytes)}
                </Table.Td>
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={isBusy}
                      aria-label={`Verify ${name}`}
                      onClick={() => onVerify(backup)}
                    >
                      Verify
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={isBusy}
                      aria-label={`Restore ${name}`}
                      onClick={() => onRestore(backup)}
                    >
                      Restore
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
