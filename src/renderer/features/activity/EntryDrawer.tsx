import { Code, SimpleGrid, Stack, Title } from '@mantine/core'
import type { AuditEntry } from '#shared/domain/audit.ts'
import { DetailsDrawer } from '../../components/DetailsDrawer.tsx'
import { Fact } from '../../components/Fact.tsx'
import { HashText } from '../../components/HashText.tsx'
import { formatDateTime } from '../../format/instants.ts'
import { actionWords, payloadText } from './auditWords.ts'

interface EntryDrawerProps {
  /** null = closed. */
  readonly entry: AuditEntry | null
  readonly onClose: () => void
}

/** One row of the log with the facts it recorded. */
export function EntryDrawer({ entry, onClose }: EntryDrawerProps) {
  return (
    <DetailsDrawer
      isOpen={entry !== null}
      onClose={onClose}
      title={entry === null ? 'Row' : `Row ${entry.seq}: ${actionWords(entry.action)}`}
    >
      {entry !== null && (
        <Stack gap="lg">
          <SimpleGrid component="dl" m={0} cols={2} spacing="sm">
            <Fact label="Who">{entry.actor}</Fact>
            <Fact label="With">{entry.client}</Fact>
            <Fact label="Time">{formatDateTime(entry.recordedAtMs)}</Fact>
            <Fact label={`Id of the ${entry.objectType}`}>
              <HashText value={entry.objectId} label="id" />
            </Fact>
            <Fact label="Hash of the row before">
              <HashText value={entry.prevHash} label="hash of the row before" />
            </Fact>
            <Fact label="Hash of this row">
              <HashText value={entry.rowHash} label="hash of this row" />
            </Fact>
          </SimpleGrid>
          <section aria-labelledby="facts-title">
            <Title order={2} id="facts-title" mb="xs">
              What was recorded
            </Title>
            {/* The keyboard can scroll what is longer than the drawer is wide. */}
            <Code block role="region" aria-labelledby="facts-title" tabIndex={0}>
              {payloadText(entry.payload)}
            </Code>
          </section>
        </Stack>
      )}
    </DetailsDrawer>
  )
}
