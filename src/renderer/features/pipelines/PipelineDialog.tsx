import { Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Pipeline, PipelineRequest } from '#shared/domain/pipeline.ts'
import type { RiskPreference } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { fieldErrorOf } from '../../components/fieldError.ts'
import { GoalField } from '../../components/GoalField.tsx'
import { MissingData } from '../../components/runDialog/MissingData.tsx'
import { useFittingDatasets } from '../../components/runDialog/useFittingDatasets.ts'

interface PipelineDialogProps {
  readonly isOpen: boolean
  /** null: begin with a goal. */
  readonly strategyId: string | null
  readonly onClose: () => void
  readonly onStarted: (pipeline: Pipeline) => void
}

/** Asks for a goal, data and costs, and starts every stage with one press. */
export function PipelineDialog({ isOpen, onClose, ...form }: PipelineDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Run the whole pipeline" size="lg">
      <PipelineForm {...form} />
    </Modal>
  )
}

interface Form {
  readonly goal: string
  readonly riskPreference: RiskPreference
  readonly datasetId: string | null
  readonly costPercent: number | string
  readonly seed: number | string
}

/** Costs are on from the start: a strategy that only earns without them earns nothing. */
const INITIAL: Form = { goal: '', riskPreference: 'moderate', datasetId: null, costPercent: 0.1, seed: 42 }

const RISKS: readonly { value: RiskPreference; label: string }[] = [
  { value: 'conservative', label: 'Conservative' },
  { value: 'moderate', label: 'Moderate' },
  { value: 'aggressive', label: 'Aggressive' },
]

function toRequest({ goal, riskPreference, costPercent, seed }: Form, strategyId: string | null) {
  const source: PipelineRequest['source'] = strategyId === null ? { kind: 'goal', goal, riskPreference } : { kind: 'strategy', strategyId }
  const percentage = Number((Number(costPercent) / 100).toPrecision(12))
  return { source, settings: { seed: Number(seed), cost_model: { type: 'percentage' as const, percentage } } }
}

function PipelineForm({ strategyId, onStarted }: Pick<PipelineDialogProps, 'strategyId' | 'onStarted'>) {
  const api = useApi()
  const queryClient = useQueryClient()
  const [form, setForm] = useState(INITIAL)
  const change = (changes: Partial<Form>) => setForm({ ...form, ...changes })
  // A goal makes a strategy of one instrument.
  const { datasets, dataset, missing } = useFittingDatasets({ strategyId, datasetId: form.datasetId }, 'bars')
  const datasetId = dataset?.id ?? null
  const start = useMutation(
    api.pipelines.run.mutationOptions({
      onSuccess: (pipeline) => {
        void queryClient.invalidateQueries({ queryKey: api.pipelines.key() })
        onStarted(pipeline)
      },
    }),
  )
  const goalError = fieldErrorOf(start.error, 'source.goal')
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (datasetId !== null) start.mutate({ ...toRequest(form, strategyId), datasetId })
      }}
    >
      <Stack gap="md">
        {strategyId === null && <GoalFields form={form} error={goalError} change={change} />}
        <Select
          label="Dataset"
          description="For every stage: run, sweep, walk-forward and gates."
          placeholder="Choose a dataset"
          data={datasets.map(({ id, name }) => ({ value: id, label: name }))}
          value={datasetId}
          onChange={(chosen) => change({ datasetId: chosen })}
        />
        <MissingData message={missing} />
        <Group grow>
          <NumberInput
            label="Commission (% of traded value)"
            min={0}
            max={50}
            value={form.costPercent}
            onChange={(costPercent) => change({ costPercent })}
          />
          <NumberInput label="Seed" min={0} allowDecimal={false} value={form.seed} onChange={(seed) => change({ seed })} />
        </Group>
        {start.error !== null && goalError === undefined && <ErrorNotice error={start.error} />}
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" c="dimmed">
            Backtest, sweep, walk-forward and gates in the background; it can be cancelled, and goes on after a restart.
          </Text>
          <Button type="submit" loading={start.isPending} disabled={datasetId === null} flex="none">
            Run pipeline
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface GoalFieldsProps {
  readonly form: Form
  readonly error: string | undefined
  readonly change: (changes: Partial<Form>) => void
}

function GoalFields({ form, error, change }: GoalFieldsProps) {
  return (
    <>
      <GoalField value={form.goal} error={error} onChange={(goal) => change({ goal })} />
      <SegmentedControl
        aria-label="Risk"
        data={[...RISKS]}
        value={form.riskPreference}
        onChange={(riskPreference) => change({ riskPreference })}
      />
    </>
  )
}
