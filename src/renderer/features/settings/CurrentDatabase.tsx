import { Alert, Code, SimpleGrid, Spoiler, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Client } from '#shared/contract/contract.ts'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import { Fact } from '../../components/Fact.tsx'
import { Panel } from '../../components/Panel.tsx'
import { ProfileName } from '../../components/ProfileName.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDuration } from '../../format/instants.ts'

type Current = Awaited<ReturnType<Client['connections']['current']>>

const STATE_WORDS: Readonly<Record<DatabaseStatus['state'], string>> = {
  ready: 'Ready',
  empty: 'Empty: no tables yet',
  migration_required: 'Migration needed',
  newer_than_app: 'Newer than this app: update Aurelius',
}

function Migrations({ status }: { status: DatabaseStatus }) {
  const { applied, pending, unknown } = status
  return (
    <Stack gap="xs">
      <Text size="sm">
        Migrations: {formatCount(applied.length)} applied, {formatCount(pending.length)} pending
        {unknown.length > 0 && `, ${formatCount(unknown.length)} unknown to this app`}
      </Text>
      {pending.length > 0 && <Code block>{pending.join('\n')}</Code>}
      <Spoiler maxHeight={0} showLabel="Show applied migrations" hideLabel="Hide applied migrations">
        <Code block>{applied.join('\n')}</Code>
      </Spoiler>
    </Stack>
  )
}

/** The database in use and how it is. */
export function CurrentDatabase({ current }: { current: Current }) {
  const { connection, profile, status, readOnly, problem } = current
  return (
    <Panel title="Database in use">
      <Stack>
        {problem !== null && (
          <Alert
            color="yellow"
            icon={<IconAlertTriangle size={18} aria-hidden />}
            title="The chosen database could not be opened; this one is used instead"
          >
            {problem.message}
          </Alert>
        )}
        <SimpleGrid component="dl" m={0} cols={{ base: 1, xs: 2 }}>
          {profile !== null && (
            <Fact label="Saved as">
              <ProfileName profile={profile} />
            </Fact>
          )}
          <Fact label="Kind">{status.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}</Fact>
          <Fact label="State">
            {STATE_WORDS[status.state]}
            {readOnly && ', read-only'}
          </Fact>
          <Fact label="Where">
            <Text span ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
              {connection.dialect === 'sqlite' ? connection.file : status.label}
            </Text>
          </Fact>
          <Fact label="Version and round trip">
            {status.serverVersion}, {formatDuration(Math.max(1, status.latencyMs))}
          </Fact>
        </SimpleGrid>
        <Migrations status={status} />
      </Stack>
    </Panel>
  )
}
