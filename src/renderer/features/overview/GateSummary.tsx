import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Overview } from '#shared/contract/overview.ts'
import { Panel } from '../../components/Panel.tsx'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount } from '../../format/figures.ts'

function GateLine({ name, passed, failed }: { name: string; passed: number; failed: number }) {
  return (
    <Group justify="space-between">
      <Text size="sm">{name}</Text>
      {passed + failed === 0 ? (
        <VerdictBadge verdict="NOT_RUN" />
      ) : (
        <Group gap="md">
          {passed > 0 && <VerdictBadge verdict="PASS" detail={formatCount(passed)} />}
          {failed > 0 && <VerdictBadge verdict="FAIL" detail={formatCount(failed)} />}
        </Group>
      )}
    </Group>
  )
}

/** How many strategies pass and fail at each gate, by their newest result. */
export function GateSummary({ gates }: { gates: Overview['gates'] }) {
  return (
    <Panel
      title="Gates"
      actions={
        <Anchor component={Link} to="/gates" size="sm">
          Gate board
        </Anchor>
      }
    >
      <Stack gap="xs">
        <GateLine name="Dev gate" passed={gates.devPassed} failed={gates.devFailed} />
        <GateLine name="CRV gate" passed={gates.crvPassed} failed={gates.crvFailed} />
      </Stack>
    </Panel>
  )
}
