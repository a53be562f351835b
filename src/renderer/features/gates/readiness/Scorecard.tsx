import { Group, Progress, Stack, Text } from '@mantine/core'
import type { ReadinessScorecard } from '#shared/domain/productReadiness.ts'
import { VerdictBadge } from '../../../components/VerdictBadge.tsx'
import { formatNumber } from '../../../format/figures.ts'

const VERDICTS = { green: 'PASS', amber: 'WARN', red: 'FAIL' } as const
const WORDS = { green: 'ready', amber: 'nearly ready', red: 'not ready' } as const
const COMPONENT_NAMES = {
  determinism: 'Determinism',
  risk: 'Risk',
  policy: 'Policy',
  operations: 'Operations',
  usability: 'Usability',
} as const

/** The score of 100 with its parts, from the newest stored verdicts. */
export function Scorecard({ card: { score, colour, components, hardBlockers } }: { readonly card: ReadinessScorecard }) {
  return (
    <Stack gap="sm" component="section" aria-label="Readiness scorecard">
      <Group gap="sm">
        <Text fw={700} size="xl">
          {formatNumber(score)}
        </Text>
        <Text c="dimmed">of 100</Text>
        <VerdictBadge verdict={VERDICTS[colour]} detail={`(${WORDS[colour]})`} />
      </Group>
      {components.map(({ name, points, weight, satisfied, checks }) => (
        <div key={name}>
          <Group justify="space-between">
            <Text size="sm">{COMPONENT_NAMES[name]}</Text>
            <Text size="sm" c="dimmed">{`${formatNumber(points)} of ${weight}, ${satisfied.length} of ${checks.length} checks`}</Text>
          </Group>
          <Progress value={(100 * points) / weight} size="sm" aria-label={COMPONENT_NAMES[name]} />
        </div>
      ))}
      <Text size="sm" c="dimmed">
        {hardBlockers.length === 0
          ? 'Counted from the newest verdicts that are not stale; what was not run counts for nothing.'
          : `Red whatever the score, for these checks block: ${hardBlockers.join(', ')}.`}
      </Text>
    </Stack>
  )
}
