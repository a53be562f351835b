import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import type { DatasetKind } from '#shared/domain/dataset.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatDate } from '../../format/instants.ts'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { focusFirstError } from '../focusFirstError.ts'
import { CostFields, ExecutionFields, MoneyFields, RareFields, SubjectFields } from './RunFormFields.tsx'
import { checkRunForm, type DateRange, INITIAL_RUN_FORM, type RunForm, toRunSettings } from './runForm.ts'
import { readRunFormErrors } from './runFormErrors.ts'

interface RunDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Chosen in advance when the dialog is opened for one strategy. */
  readonly strategyId?: string | null
  /** The run is stored and waiting for a worker. */
  readonly onStarted: (run: BacktestSummary) => void
}

/** Asks what to run, on which data, at what costs; starts the run. */
export function RunDialog({ isOpen, onClose, strategyId = null, onStarted }: RunDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Run backtest" size="xl">
      <RunDialogForm strategyId={strategyId} onClose={onClose} onStarted={onStarted} />
    </Modal>
  )
}

/** Starts a run and refreshes every list that will show it. */
function useStartRun(onStarted: (run: BacktestSummary) => void) {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation(
    api.backtests.run.mutationOptions({
      onSuccess: (run) => {
        void queryClient.invalidateQueries({ queryKey: api.backtests.key() })
        void queryClient.invalidateQueries({ queryKey: api.overview.key() })
        onStarted(run)
      },
    }),
  )
}

const MISSING_DATA: Readonly<Record<DatasetKind, string>> = {
  bars: 'There is no data of one instrument yet: import a dataset first.',
  panel: 'This strategy needs a panel: import a file with several symbols, or make a synthetic panel under Data.',
}

/** What the chosen strategy runs on; null until it is known. */
function useDatasetKind(strategyId: string | null): DatasetKind | null {
  const api = useApi()
  const strategy = useQuery(api.strategies.get.queryOptions({ input: strategyId === null ? skipToken : { id: strategyId } }))
  const types = useQuery(api.strategies.describeTypes.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const universe = types.data?.find(({ type }) => type === strategy.data?.type)?.universe
  return universe === undefined ? null : universe === 'panel' ? 'panel' : 'bars'
}

interface RunDialogFormProps {
  readonly strategyId: string | null
  readonly onClose: () => void
  readonly onStarted: (run: BacktestSummary) => void
}

function RunDialogForm({ strategyId: givenStrategyId, onClose, onStarted }: RunDialogFormProps) {
  const api = useApi()
  const formElement = useRef<HTMLFormElement>(null)
  const [form, setForm] = useState<RunForm>({ ...INITIAL_RUN_FORM, strategyId: givenStrategyId })
  const [isChecked, setIsChecked] = useState(false)
  const datasets = useQuery(api.datasets.list.queryOptions({ input: { limit: 200 } }))
  const kind = useDatasetKind(form.strategyId)
  const fitting = datasets.data?.items.filter((each) => kind === null || each.kind === kind) ?? []
  // With one dataset there is nothing to choose; data of the other kind are no choice.
  const chosen = fitting.find(({ id }) => id === form.datasetId)
  const dataset = chosen ?? (fitting.length === 1 ? fitting[0] : undefined)
  const values = { ...form, datasetId: dataset?.id ?? null }
  const range: DateRange | null = dataset ? { first: formatDate(dataset.firstTimeMs), last: formatDate(dataset.lastTimeMs) } : null
  const start = useStartRun(onStarted)
  const localErrors = checkRunForm(values, range)
  const serverErrors = readRunFormErrors(start.error)
  const fields = {
    form: values,
    errors: { ...serverErrors, ...(isChecked ? localErrors : {}) },
    change: (changes: Partial<RunForm>) => setForm({ ...values, ...changes }),
  }
  const submit = () => {
    setIsChecked(true)
    const showError = () => focusFirstError(formElement.current)
    const { strategyId, datasetId } = values
    if (Object.keys(localErrors).length > 0 || strategyId === null || datasetId === null) return showError()
    start.mutate({ strategyId, datasetId, settings: toRunSettings(values) }, { onError: showError })
  }

  return (
    <form
      ref={formElement}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="md">
        <SubjectFields {...fields} datasets={fitting} range={range} />
        <MoneyFields {...fields} />
        <CostFields {...fields} />
        <ExecutionFields {...fields} />
        <RareFields {...fields} />
        {start.error !== null && Object.keys(serverErrors).length === 0 && <ErrorNotice error={start.error} />}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {datasets.data !== undefined && fitting.length === 0
              ? MISSING_DATA[kind ?? 'bars']
              : 'Runs in the background; it can be cancelled.'}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={start.isPending}>
              Run backtest
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
