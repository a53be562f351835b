import { Badge, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { GateType } from '#shared/domain/gate.ts'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { GateVerdictBadge } from '../../components/gateResults/GateVerdictBadge.tsx'
import { useNamePage } from '../../components/pageName.tsx'
import { LifecycleStepper } from './LifecycleStepper.tsx'
import classes from './StrategyHeader.module.css'
import { nameOfType } from './strategyNames.ts'

const GATES: readonly GateType[] = ['dev', 'crv', 'product']

interface StrategyHeaderProps {
  readonly strategy: Strategy
  readonly actions: ReactNode
  readonly onGate: (gateType: GateType) => void
}

/** The story of a strategy: name and version, family, how far it has come, and on what evidence. */
export function StrategyHeader({ strategy, actions, onGate }: StrategyHeaderProps) {
  useNamePage(strategy.name)
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" gap="md">
        <Group gap="sm" miw={0}>
          <Title order={1}>{strategy.name}</Title>
          <Text c="dimmed">version {strategy.version}</Text>
          <Badge color="gray">{nameOfType(strategy.type)}</Badge>
          {strategy.tags.map((tag) => (
            <Badge key={tag} color="gray" variant="outline">
              {tag}
            </Badge>
          ))}
        </Group>
        <Group gap="xs">{actions}</Group>
      </Group>
      <Group gap="xl" className={classes['story'] ?? ''}>
        <LifecycleStepper status={strategy.status} />
        <EvidenceStrip strategyId={strategy.id} onGate={onGate} />
      </Group>
    </Stack>
  )
}

/** The newest verdict of each gate; a click shows the checks behind it. */
function EvidenceStrip({ strategyId, onGate }: { readonly strategyId: string; readonly onGate: (gateType: GateType) => void }) {
  const api = useApi()
  const history = useQuery(api.gates.history.queryOptions({ input: { strategyId } }))
  if (history.data === undefined) return null
  return (
    <Group gap="lg" aria-label="Evidence" role="group">
      {GATES.map((gateType) => (
        <UnstyledButton key={gateType} className={classes['gate']} onClick={() => onGate(gateType)}>
          <Text component="span" size="sm" c="dimmed">
            {GATE_NAMES[gateType]}
          </Text>{' '}
          <GateVerdictBadge result={history.data.find((result) => result.gateType === gateType) ?? null} />
        </UnstyledButton>
      ))}
    </Group>
  )
}
