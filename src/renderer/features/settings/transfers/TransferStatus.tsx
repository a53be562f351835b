import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconCheck, IconPlayerStop } from '@tabler/icons-react'
import { AppError } from '#shared/domain/appError.ts'
import type { Transfer } from '#shared/domain/transfer.ts'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { formatBytes } from '../../../format/bytes.ts'
import { formatCount, formatPercent } from '../../../format/figures.ts'
import { formatDateTime, formatDuration } from '../../../format/instants.ts'
import { useSwitchDatabase } from '../useSwitchDatabase.tsx'
import type { Transfers } from './useTransfers.ts'

const WORDS: Readonly<Record<Transfer['kind'], { doing: string; done: string; failed: string }>> = {
  backup: { doing: 'Backing up', done: 'Backed up', failed: 'The backup failed' },
  verify: { doing: 'Verifying', done: 'The backup is whole', failed: 'The check failed' },
  restore: { doing: 'Restoring', done: 'Restored', failed: 'The restore failed' },
  copy: { doing: 'Copying', done: 'Copied', failed: 'The copy failed' },
}

const routeOf = ({ from, to }: Transfer) => (to === null ? from : `${from} to ${to}`)

function progressWords({ progress }: Transfer): string {
  if (progress === null) return 'Opening both ends'
  const { stage, table, rows, rowsTotal, bytes, bytesPerSecond, secondsLeft } = progress
  return [
    `${stage === 'copying' ? 'Copying' : 'Reading back'} ${table.replaceAll('_', ' ')}`,
    `${formatCount(rows)} of ${formatCount(rowsTotal)} rows`,
    formatBytes(bytes),
    ...(bytesPerSecond === null ? [] : [`${formatBytes(bytesPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [`${formatDuration(Math.ceil(secondsLeft) * 1000)} left`]),
  ].join(', ')
}

function Running({ transfer, cancel }: { transfer: Transfer; cancel: Transfers['cancel'] }) {
  const fraction = transfer.progress?.fraction ?? 0
  return (
    <Stack gap="xs">
      <Progress value={fraction * 100} aria-label={`${WORDS[transfer.kind].doing} ${routeOf(transfer)}`} />
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed" role="status">
          {formatPercent(fraction, { decimals: 0 })}, {progressWords(transfer)}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: transfer.id })}
        >
          Cancel
        </Button>
      </Group>
    </Stack>
  )
}

function Completed({ transfer }: { transfer: Transfer }) {
  const switching = useSwitchDatabase()
  const { kind, result, filled } = transfer
  return (
    <Alert color="green" icon={<IconCheck size={18} aria-hidden />} title={`${WORDS[kind].done}: ${routeOf(transfer)}`} role="status">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {formatCount(result?.rows)} rows, {formatBytes(result?.bytes)}
          {result?.backup == null
            ? '. Every row was read back and is equal.'
            : `. Made ${formatDateTime(result.backup.createdAtMs)} by Aurelius ${result.backup.appVersion} from ${result.backup.source}.`}
        </Text>
        {filled !== null && (
          <Button size="compact-sm" loading={switching.isPending} onClick={() => switching.start({ connection: filled, password: null })}>
            Switch to {transfer.to}
          </Button>
        )}
        {switching.error !== null && <ErrorNotice error={switching.error} title="The database was not changed" />}
      </Stack>
    </Alert>
  )
}

/** How the latest transfer is: its progress with a way to stop it, or what came of it. */
export function TransferStatus({ transfer, cancel }: { readonly transfer: Transfer; readonly cancel: Transfers['cancel'] }) {
  const { kind, state, error } = transfer
  const { doing, failed } = WORDS[kind]
  return (
    <Panel title={state === 'running' ? `${doing} ${routeOf(transfer)}` : 'Latest transfer'}>
      {state === 'running' && <Running transfer={transfer} cancel={cancel} />}
      {state === 'completed' && <Completed key={transfer.id} transfer={transfer} />}
      {error !== null && (
        <ErrorNotice
          error={new AppError(error.code, error.message)}
          title={state === 'cancelled' ? `Stopped: ${routeOf(transfer)}` : failed}
        />
      )}
    </Panel>
  )
}
