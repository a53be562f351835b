import { Badge, Button, Checkbox, Group, Paper, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Strategy, StrategyCandidate } from '#shared/domain/strategy.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatPercent } from '../../format/figures.ts'
import classes from './CandidateList.module.css'
import { nameOfType } from './strategyNames.ts'

interface CandidateListProps {
  readonly candidates: readonly StrategyCandidate[]
  readonly onKept: (strategies: readonly Strategy[]) => void
}

/** Proposals to choose from; the kept ones become draft strategies. */
export function CandidateList({ candidates, onKept }: CandidateListProps) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(candidates.length === 1 ? [0] : []))
  const keep = useKeepCandidates(onKept)
  if (candidates.length === 0)
    return <EmptyState message="No family of strategies fits these words. Say more about when it should buy and sell." />

  const toggle = (index: number) =>
    setChosen((before) => new Set(before.has(index) ? [...before].filter((other) => other !== index) : [...before, index]))
  return (
    <Stack gap="sm">
      {candidates.map((candidate, index) => (
        <CandidateCard key={candidate.draft.name} candidate={candidate} isChosen={chosen.has(index)} onToggle={() => toggle(index)} />
      ))}
      {keep.error !== null && <ErrorNotice error={keep.error} title="Not every candidate was stored" />}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          Nothing is stored until you keep it.
        </Text>
        <Button
          disabled={chosen.size === 0}
          loading={keep.isPending}
          onClick={() => keep.mutate(candidates.filter((_, index) => chosen.has(index)))}
        >
          {chosen.size > 1 ? `Keep ${chosen.size} strategies` : 'Keep strategy'}
        </Button>
      </Group>
    </Stack>
  )
}

function useKeepCandidates(onKept: (strategies: readonly Strategy[]) => void) {
  const client = useClient()
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (candidates: readonly StrategyCandidate[]) => {
      const kept: Strategy[] = []
      for (const { draft, thresholds } of candidates) kept.push(await client.strategies.create({ ...draft, thresholds }))
      return kept
    },
    onSuccess: (kept) => {
      notifications.show({ message: kept.length === 1 ? `Kept ${kept[0]?.name}` : `Kept ${kept.length} strategies` })
      onKept(kept)
    },
    // Some may be stored even when a later one is refused.
    onSettled: () =>
      Promise.all(
        [api.strategies.key(), api.gates.key(), api.overview.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })
}

interface CandidateCardProps {
  readonly candidate: StrategyCandidate
  readonly isChosen: boolean
  readonly onToggle: () => void
}

function CandidateCard({ candidate, isChosen, onToggle }: CandidateCardProps) {
  const { draft, rationale, confidence } = candidate
  return (
    <Paper p="sm" className={classes['card']} data-chosen={isChosen || undefined}>
      <Group align="flex-start" wrap="nowrap" gap="sm">
        <Checkbox mt={2} aria-label={`Choose ${draft.name}`} checked={isChosen} onChange={onToggle} />
        <Stack gap={6} flex={1} miw={0}>
          <Group justify="space-between" gap="xs">
            <Text fw={600}>{draft.name}</Text>
            <Badge color="gray" title="How well the family fits the words of the goal. It says nothing about profit.">
              Prior confidence {formatPercent(confidence, { decimals: 0 })}, not evidence
            </Badge>
          </Group>
          <Text size="sm">{rationale}</Text>
          <Text size="xs" c="dimmed" ff="monospace">
            {nameOfType(draft.type)}:{' '}
            {Object.entries(draft.parameters)
              .map(([name, value]) => `${name} ${value}`)
              .join(', ')}
          </Text>
        </Stack>
      </Group>
    </Paper>
  )
}
