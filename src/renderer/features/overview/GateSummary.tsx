import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Overview } from '#shared/contract/overview.ts'
import { Panel } from '../../components/Panel.tsx'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount } from '../../format/figures.ts'

interface GateLineProps {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly incomplete: number
}

function GateLine({ name, passed, failed, incomplete }: GateLineProps) {
  return (
    <Group justify="space-between">
      <Text size="sm">{name}</Text>
      {passed + failed + incomplete === 0 ? (
        <VerdictBadge verdict="NOT_RUN" />
      ) : (
        <Group gap="md">
          {passed > 0 && <VerdictBadge verdict="PASS" detail={formatCount(passed)} />}
          {failed > 0 && <VerdictBadge verdict="FAIL" detail={formatCount(failed)} />}
          {incomplete > 0 && (
            <Text size="sm" c="dimmed">
              Incomplete {formatCount(incomplete)}
            </Text>
          )}
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
        <GateLine name="Dev gate" passed={gates.devPassed} failed={gates.devFailed} incomplete={gates.devIncomplete} />
        <GateLine name="CRV gate" passed={gates.crvPassed} failed={gates.crvFailed} incomplete={gates.crvIncomplete} />
        <GateLine name="Product gate" passed={gates.productPassed} failed={gates.productFailed} incomplete={gates.productIncomplete} />
      </Stack>
    </Panel>
  )
}
