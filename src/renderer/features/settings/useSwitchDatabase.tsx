import { Code, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import { useClient } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { confirmAction } from '../../components/confirmAction.tsx'

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

/** Switches databases; a server that needs a migration is asked about first. Afterwards everything shown is read anew. */
export function useSwitchDatabase() {
  const client = useClient()
  const queries = useQueryClient()
  const change = async (target: Target, migrate: boolean) => {
    const status = await client.connections.switchTo({ ...target, migrate })
    queries.removeQueries({ type: 'inactive' })
    await queries.invalidateQueries()
    notifications.show({ message: `Now using ${status.label}` })
  }
  const switching = useMutation({
    mutationFn: async (target: Target) => {
      try {
        await change(target, false)
      } catch (error) {
        const problem = readError(error)
        if (problem.code !== 'migration_required') throw problem
        confirmAction({
          title: 'Change the tables of this database?',
          body: <MigrationNotice problem={problem} />,
          confirmLabel: 'Migrate and switch',
          onConfirm: () => change(target, true),
        })
      }
    },
  })
  return { start: switching.mutate, reset: switching.reset, isPending: switching.isPending, error: switching.error }
}
