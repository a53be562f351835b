import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Overview } from '#shared/contract/overview.ts'
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
          <VerdictBadge verdict="PASS" detail={formatCount(passed)} />
          <VerdictBadge verdict="FAIL" detail={formatCount(failed)} />
        </Group>
      )}
    </Group>
  )
}

/** How many strategies pass and fail at each gate, by their newest result. */
export function GateSummary({ gates }: { gates: Overview['gates'] }) {
  return (
    <Paper component="section" aria-labelledby="gates-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="gates-title">
          Gates
        </Title>
        <Anchor component={Link} to="/gates" size="sm">
          Gate board
        </Anchor>
      </Group>
      <Stack gap="xs">
        <GateLine name="Development" passed={gates.devPassed} failed={gates.devFailed} />
        <GateLine name="Confirmation (CRV)" passed={gates.crvPassed} failed={gates.crvFailed} />
      </Stack>
    </Paper>
  )
}
