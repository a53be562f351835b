import { Code, List, Stack, Table, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AdoptionPreview } from '#shared/domain/adoption.ts'
import type { AppError } from '#shared/domain/appError.ts'
import type { Connection, DatabaseStatus } from '#shared/domain/connection.ts'
import { useClient } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { confirmAction } from '../../components/confirmAction.tsx'
import { formatCount } from '../../format/figures.ts'

interface Target {
  readonly connection: Connection
  readonly password: string | null
}

function MigrationNotice({ problem }: { problem: AppError }) {
  const pending = String(problem.details['pending'] ?? '')
  return (
    <Stack gap="xs">
      <Text size="sm">Other people may be using this server. These changes to its tables run in one transaction:</Text>
      <Code block>{pending === '' ? problem.message : pending.split(', ').join('\n')}</Code>
    </Stack>
  )
}

function AdoptionNotice({ preview }: { preview: AdoptionPreview }) {
  return (
    <Stack gap="xs">
      <Text size="sm">
        This is the database of an older AURELIUS. Its tables move, unchanged, into the schema {preview.legacySchema}; that is the way back.
        Its runs can be read, exported and deleted, but neither replayed nor judged.
      </Text>
      <Table aria-label="What is taken over">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Table</Table.Th>
            <Table.Th ta="end">Rows</Table.Th>
            <Table.Th ta="end">Taken over</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.tables.map(({ name, rows, converted }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="end">{formatCount(rows)}</Table.Td>
              <Table.Td ta="end">{formatCount(converted)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {preview.oddities.length > 0 && (
        <List size="sm" aria-label="Kept and flagged">
          {preview.oddities.map(({ meaning, rows }) => (
            <List.Item key={meaning}>{`${formatCount(rows)}: ${meaning}`}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  )
}

/** Switches databases; a server that needs a migration, or holds an older system's data, is asked about first. Then all is read anew. */
export function useSwitchDatabase() {
  const client = useClient()
  const queries = useQueryClient()
  const settle = async (opening: Promise<DatabaseStatus>) => {
    const status = await opening
    queries.removeQueries({ type: 'inactive' })
    await queries.invalidateQueries()
    notifications.show({ message: `Now using ${status.label}` })
  }
  const askForConsent = async (target: Target, problem: AppError) => {
    const preview = await client.connections.previewAdoption(target)
    confirmAction(
      preview === null
        ? {
            title: 'Change the tables of this database?',
            body: <MigrationNotice problem={problem} />,
            confirmLabel: 'Migrate and switch',
            onConfirm: () => settle(client.connections.switchTo({ ...target, migrate: true })),
          }
        : {
            title: 'Take over this older database?',
            body: <AdoptionNotice preview={preview} />,
            confirmLabel: 'Take over and switch',
            onConfirm: () => settle(client.connections.adopt(target)),
          },
    )
  }
  const switching = useMutation({
    mutationFn: async (target: Target) => {
      try {
        await settle(client.connections.switchTo({ ...target, migrate: false }))
      } catch (error) {
        const problem = readError(error)
        if (problem.code !== 'migration_required') throw problem
        await askForConsent(target, problem)
      }
    },
  })
  return { start: switching.mutate, reset: switching.reset, isPending: switching.isPending, error: switching.error }
}
