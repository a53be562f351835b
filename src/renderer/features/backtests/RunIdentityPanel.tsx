import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconCheck, IconRefresh, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Backtest } from '#shared/domain/backtest.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { HashText } from '../../components/HashText.tsx'
import { formatDateTime } from '../../format/instants.ts'
import classes from './RunIdentityPanel.module.css'

/** What makes this run the same run anywhere, and the proof: run it again and compare. */
export function RunIdentityPanel({ run }: { readonly run: Backtest }) {
  const { identity } = run
  return (
    <Paper>
      <Stack gap="md">
        <dl className={classes['facts']}>
          <Hash label="Spec hash" value={identity?.spec_hash ?? null} />
          <Hash label="Data hash" value={run.dataHash} />
          <Hash label="Ledger hash" value={identity?.ledger_hash ?? null} />
          <Fact label="Engine version" value={identity?.engine_version ?? null} />
          <Fact label="Metric version" value={identity?.metric_version ?? null} />
          <Fact label="Seed" value={run.spec === null ? null : String(run.spec.seed)} />
          <Hash label="Run id" value={run.id} />
          <Fact label="Completed" value={formatDateTime(run.completedAtMs)} />
        </dl>
        {run.origin === 'native' && <Replay runId={run.id} />}
      </Stack>
    </Paper>
  )
}

function Hash({ label, value }: { readonly label: string; readonly value: string | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value === null ? 'not recorded' : <HashText label={label.toLowerCase()} value={value} />}</dd>
    </div>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value ?? 'not recorded'}</dd>
    </div>
  )
}

function Replay({ runId }: { readonly runId: string }) {
  const api = useApi()
  const replay = useMutation(api.backtests.replay.mutationOptions())
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button
          variant="default"
          loading={replay.isPending}
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={() => replay.mutate({ id: runId })}
        >
          Replay and compare
        </Button>
        <Text size="sm" c="dimmed">
          Runs the stored spec on the stored data again; every order, fill and equity value must come out the same.
        </Text>
      </Group>
      {replay.error !== null && <ErrorNotice error={replay.error} title="The replay failed" />}
      {replay.data !== undefined && <ReplayVerdict {...replay.data} />}
    </Stack>
  )
}

interface ReplayVerdictProps {
  readonly equal: boolean
  readonly storedLedgerHash: string
  readonly replayedLedgerHash: string
}

function ReplayVerdict({ equal, storedLedgerHash, replayedLedgerHash }: ReplayVerdictProps) {
  return (
    <div role="status">
      <Group gap={6} c={equal ? 'var(--verdict-pass)' : 'var(--verdict-fail)'}>
        {equal ? <IconCheck size={18} aria-hidden /> : <IconX size={18} aria-hidden />}
        <Text fw={600}>{equal ? 'Equal: the replay gave the same ledger' : 'Different: the replay gave another ledger'}</Text>
      </Group>
      <Text component="div" size="sm">
        Stored <HashText label="stored ledger hash" value={storedLedgerHash} />, replayed{' '}
        <HashText label="replayed ledger hash" value={replayedLedgerHash} />
        {!equal && '. The engine, the data or the settings have changed since this run; run it again before trusting its figures.'}
      </Text>
    </div>
  )
}
