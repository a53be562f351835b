import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { Panel } from '../../components/Panel.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { formatAge } from '../../format/instants.ts'

/** Runs that ended badly, with the reason and the way to them. */
export function AttentionList({ runs, nowMs }: { runs: readonly BacktestSummary[]; nowMs: number }) {
  return (
    <Panel title="Needs attention">
      {runs.length === 0 ? (
        <Text size="sm" c="dimmed">
          No run has failed or was interrupted.
        </Text>
      ) : (
        <Stack gap="sm">
          {runs.map((run) => (
            <div key={run.id}>
              <StatusBadge status={run.status} />{' '}
              <Anchor component={Link} to={`/backtests/${run.id}`} size="sm">
                {run.strategyName}
              </Anchor>
              <Text span size="xs" c="dimmed">
                {' '}
                {formatAge(run.completedAtMs ?? run.createdAtMs, nowMs)}
              </Text>
              <Text size="sm" c="dimmed" lineClamp={2}>
                {run.errorMessage ?? 'The application stopped while this run was under way; open it to resume.'}
              </Text>
            </div>
          ))}
        </Stack>
      )}
    </Panel>
  )
}
