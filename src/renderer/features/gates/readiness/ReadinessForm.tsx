import { Button, Group, NumberInput, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { GateTargets, ProductReadiness, ProductReadinessDraft } from '#shared/domain/productReadiness.ts'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { FormSection } from '../../../components/FormSection.tsx'
import { useSaveReadiness } from './useSaveReadiness.ts'

interface ReadinessFormProps {
  readonly readiness: ProductReadiness
  readonly targets: GateTargets
}

const LIMITS = [
  { name: 'position', label: 'Largest position' },
  { name: 'gross', label: 'Largest sum of positions' },
  { name: 'dailyLoss', label: 'Loss of a day' },
  { name: 'drawdownStop', label: 'Drawdown stop' },
] as const

const PLANS = [
  { name: 'monitoring', label: 'Monitoring', description: 'Who watches what, and how often' },
  { name: 'decayTrigger', label: 'Decay trigger', description: 'What would show that the edge is gone' },
  { name: 'runbook', label: 'Runbook', description: 'What to do when something breaks: text, or where it is written' },
] as const

const TARGETS = [
  { name: 'minSharpe', label: 'Sharpe ratio at least', scale: 1 },
  { name: 'maxDrawdown', label: 'Drawdown at most, %', scale: 100 },
  { name: 'minTotalReturn', label: 'Total return at least, %', scale: 100 },
  { name: 'minTrades', label: 'Trades at least', scale: 1 },
] as const

/** What people have to settle before the product gate can pass, and what this strategy asks of itself. */
export function ReadinessForm({ readiness, targets }: ReadinessFormProps) {
  const { strategyId, updatedAtMs: _updatedAtMs, ...stored } = readiness
  const [draft, setDraft] = useState<ProductReadinessDraft>(stored)
  const [goal, setGoal] = useState<GateTargets>(targets)
  const save = useSaveReadiness(strategyId)
  const change = (part: Partial<ProductReadinessDraft>) => setDraft({ ...draft, ...part })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ draft, targets: goal === targets ? null : goal })
      }}
    >
      <Stack gap="md">
        <RiskLimits draft={draft} onChange={change} />
        <Plans draft={draft} onChange={change} />
        <Targets goal={goal} onChange={setGoal} />
        {save.error !== null && <ErrorNotice error={save.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            Save readiness
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface PartProps {
  readonly draft: ProductReadinessDraft
  readonly onChange: (part: Partial<ProductReadinessDraft>) => void
}

const numberOrNull = (entered: number | string, scale: number) => (typeof entered === 'number' ? entered / scale : null)
/** Rounded so that 0.15 shows as 15 and not as 15.000000000000002. */
const shown = (value: number | null, scale: number) => (value === null ? '' : Number((value * scale).toPrecision(12)))

function RiskLimits({ draft, onChange }: PartProps) {
  const { riskLimits, tier } = draft
  return (
    <FormSection title="Tier and risk limits">
      <Group mb="xs" gap="xs">
        <SegmentedControl
          aria-label="Tier"
          data={['1', '2', '3'].map((value) => ({ value, label: `Tier ${value}` }))}
          value={String(tier)}
          onChange={(value) => onChange({ tier: Number(value) })}
        />
        <Text size="xs" c="dimmed">
          Tier 1 carries the most money and allows no waiver.
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {LIMITS.map(({ name, label }) => (
          <NumberInput
            key={name}
            label={`${label}, % of equity`}
            min={0}
            value={shown(riskLimits[name], 100)}
            onChange={(entered) => onChange({ riskLimits: { ...riskLimits, [name]: numberOrNull(entered, 100) } })}
          />
        ))}
      </SimpleGrid>
    </FormSection>
  )
}

function Plans({ draft, onChange }: PartProps) {
  return (
    <FormSection title="Operations">
      <Stack gap="xs">
        {PLANS.map(({ name, label, description }) => (
          <Textarea
            key={name}
            label={label}
            description={description}
            autosize
            minRows={2}
            value={draft[name]}
            onChange={(event) => onChange({ [name]: event.currentTarget.value })}
          />
        ))}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label="Rollback target"
            description='An approved version such as 3, or "first" when there is none'
            value={draft.rollback === null ? '' : String(draft.rollback)}
            onChange={(event) => onChange({ rollback: readRollback(event.currentTarget.value) })}
          />
          <TextInput
            label="Re-validation date"
            description="When it is judged anew, within twelve months"
            type="date"
            value={draft.revalidationDate ?? ''}
            onChange={(event) => onChange({ revalidationDate: event.currentTarget.value || null })}
          />
        </SimpleGrid>
      </Stack>
    </FormSection>
  )
}

function readRollback(text: string): ProductReadinessDraft['rollback'] {
  const version = Number(text)
  if (text.trim() !== '' && Number.isInteger(version) && version >= 1) return version
  return text.trim() === '' ? null : 'first'
}

function Targets({ goal, onChange }: { readonly goal: GateTargets; readonly onChange: (goal: GateTargets) => void }) {
  return (
    <FormSection title="Targets of its own">
      <Text size="xs" c="dimmed" mb="xs">
        Beyond the policy: a looser bound changes nothing.
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {TARGETS.map(({ name, label, scale }) => (
          <NumberInput
            key={name}
            label={label}
            value={shown(goal[name], scale)}
            onChange={(entered) => onChange({ ...goal, [name]: numberOrNull(entered, scale) })}
          />
        ))}
      </SimpleGrid>
    </FormSection>
  )
}
