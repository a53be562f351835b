import { Button, Collapse, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SweepRequestInput } from '#shared/contract/sweeps.ts'
import { METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'
import type { Ranking, SweepSummary } from '#shared/domain/sweep.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { FormSection } from '../../components/FormSection.tsx'
import { CostFields, ExecutionFields, MoneyFields, SubjectFields } from '../../components/runDialog/RunFormFields.tsx'
import { checkRunForm, INITIAL_RUN_FORM, type RunForm, toRunSettings } from '../../components/runDialog/runForm.ts'
import { useFittingDatasets } from '../../components/runDialog/useFittingDatasets.ts'
import { AxisFields } from './AxisFields.tsx'
import { PlanLine } from './PlanLine.tsx'
import { RANK_METRICS } from './rankMetrics.ts'
import { type AxisField, axisOf, INITIAL_RULES, type SweepForm, strategyAxes, toSweepRequest } from './sweepForm.ts'

interface SweepDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Chosen in advance when the dialog is opened for one strategy. */
  readonly strategyId: string | null
  /** The sweep is stored and waiting for a worker. */
  readonly onStarted: (sweep: SweepSummary) => void
}

/** Asks what to vary, on which data, at what costs; says how many trials that makes; starts the sweep. */
export function SweepDialog({ isOpen, onClose, strategyId, onStarted }: SweepDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="New sweep" size="xl">
      <SweepDialogForm strategyId={strategyId} onClose={onClose} onStarted={onStarted} />
    </Modal>
  )
}

/** The chosen strategy's axes and those of the run's settings, until the person changes them. */
function useAxes(strategyId: string | null, changed: readonly AxisField[] | null): readonly AxisField[] {
  const api = useApi()
  const types = useQuery(api.strategies.describeTypes.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const settings = useQuery(api.sweeps.describeSettings.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const strategy = useQuery(api.strategies.get.queryOptions({ input: strategyId === null ? skipToken : { id: strategyId } }))
  if (changed !== null) return changed
  const family = types.data?.find(({ type }) => type === strategy.data?.type)
  if (strategy.data === undefined || family === undefined) return []
  return [...strategyAxes(family, strategy.data.parameters), ...(settings.data ?? []).map(axisOf)]
}

function useStartSweep(onStarted: (sweep: SweepSummary) => void) {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation(
    api.sweeps.run.mutationOptions({
      onSuccess: (sweep) => {
        void queryClient.invalidateQueries({ queryKey: api.sweeps.key() })
        onStarted(sweep)
      },
    }),
  )
}

function SweepDialogForm({ strategyId: given, onClose, onStarted }: Omit<SweepDialogProps, 'isOpen'>) {
  const api = useApi()
  const [run, setRun] = useState<RunForm>({ ...INITIAL_RUN_FORM, strategyId: given })
  const [changedAxes, setAxes] = useState<readonly AxisField[] | null>(null)
  const [rules, setRules] = useState<Omit<SweepForm, 'axes'>>(INITIAL_RULES)
  const [isChecked, setIsChecked] = useState(false)
  const { datasets, dataset, range, missing } = useFittingDatasets(run)
  const values = { ...run, datasetId: dataset?.id ?? null }
  const axes = useAxes(values.strategyId, changedAxes)
  const errors = checkRunForm(values, range)
  const request = Object.keys(errors).length > 0 ? null : toRequest(values, { ...rules, axes })
  const [settled] = useDebouncedValue(request, 400)
  const plan = useQuery(api.sweeps.plan.queryOptions({ input: settled ?? skipToken, placeholderData: keepPreviousData, retry: false }))
  const start = useStartSweep(onStarted)
  const fields = {
    form: values,
    errors: isChecked ? errors : {},
    change: (changes: Partial<RunForm>) => {
      if ('strategyId' in changes && changes.strategyId !== values.strategyId) setAxes(null)
      setRun({ ...values, ...changes })
    },
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setIsChecked(true)
        if (request !== null) start.mutate(request)
      }}
    >
      <Stack gap="md">
        <SubjectFields {...fields} datasets={datasets} range={range} missing={missing} />
        <FormSection title="What varies">
          {axes.length === 0 ? (
            <Text c="dimmed">Choose a strategy to see what can be varied.</Text>
          ) : (
            <AxisFields axes={axes} onChange={setAxes} />
          )}
        </FormSection>
        <RuleFields rules={rules} change={(changes) => setRules({ ...rules, ...changes })} />
        <RunSettingsFields {...fields} />
        <PlanLine isAsked={settled !== null} plan={plan} />
        {start.error !== null && <ErrorNotice error={start.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={start.isPending} disabled={request === null || plan.isError}>
            Start sweep
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function toRequest(run: RunForm, form: SweepForm): SweepRequestInput | null {
  const { strategyId, datasetId } = run
  const trials = toSweepRequest(form)
  if (strategyId === null || datasetId === null || trials === null) return null
  return { strategyId, datasetId, settings: toRunSettings(run), ...trials }
}

interface RuleFieldsProps {
  readonly rules: Omit<SweepForm, 'axes'>
  readonly change: (changes: Partial<Omit<SweepForm, 'axes'>>) => void
}

function RuleFields({ rules, change }: RuleFieldsProps) {
  return (
    <FormSection title="Which combinations, and which is best">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <TextInput
          label="Constraint"
          placeholder="fast < slow"
          description="Empty takes all"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={rules.where}
          onChange={(event) => change({ where: event.currentTarget.value })}
        />
        <Select
          label="Ranked by"
          data={RANK_METRICS.map((name) => ({ value: name, label: METRICS[name].label }))}
          value={rules.rankMetric}
          allowDeselect={false}
          onChange={(value) => change({ rankMetric: value as MetricName })}
        />
        <Select
          label="Ranking"
          data={[
            { value: 'plateau', label: 'Plateau: with neighbours' },
            { value: 'peak', label: 'Peak: the trial alone' },
          ]}
          value={rules.ranking}
          allowDeselect={false}
          onChange={(value) => change({ ranking: value as Ranking })}
        />
      </SimpleGrid>
    </FormSection>
  )
}

/** Folded away: a sweep starts with the same costs as a run. */
function RunSettingsFields(fields: Parameters<typeof CostFields>[0]) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        w="fit-content"
        aria-expanded={isOpen}
        leftSection={isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        onClick={() => setIsOpen(!isOpen)}
      >
        Money, costs and execution
      </Button>
      <Collapse expanded={isOpen}>
        <Stack gap="md">
          <MoneyFields {...fields} />
          <CostFields {...fields} />
          <ExecutionFields {...fields} />
        </Stack>
      </Collapse>
    </>
  )
}
