import { Stack, Text } from '@mantine/core'
import type { ConnectionTest } from '#shared/domain/connection.ts'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatDuration } from '../../format/instants.ts'
import classes from './TestStages.module.css'

type Stage = ConnectionTest['stages'][number]

const STAGE_WORDS: Readonly<Record<Stage['stage'], string>> = {
  resolve: 'Find the address',
  connect: 'Connect',
  tls: 'Encrypt',
  login: 'Log in',
  database: 'Open the database',
  schema: 'Read the schema version',
  rights: 'Check the rights',
}

const VERDICTS = { ok: 'PASS', failed: 'FAIL', skipped: 'NOT_RUN' } as const

/** A connection test stage by stage; the first that fails says how to mend it. */
export function TestStages({ test }: { test: ConnectionTest }) {
  return (
    <Stack gap="xs" role="status" aria-label="Connection test">
      <Text fw={500}>
        {test.ok
          ? `The connection works${test.latencyMs === null ? '' : `, ${formatDuration(Math.max(1, test.latencyMs))} a round trip`}.`
          : 'The connection does not work yet.'}
      </Text>
      <ol className={classes['stages']}>
        {test.stages.map(({ stage, state, message }) => (
          <li key={stage} className={classes['stage']} data-state={state}>
            <VerdictBadge verdict={VERDICTS[state]} />
            <Text span size="sm">
              {STAGE_WORDS[stage]}
            </Text>
            <Text span size="sm" className={classes['message'] ?? ''}>
              {message}
            </Text>
          </li>
        ))}
      </ol>
    </Stack>
  )
}
