import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { focusFirstError } from '../focusFirstError.ts'
import { CostFields, ExecutionFields, MoneyFields, RareFields, SubjectFields } from './RunFormFields.tsx'
import { checkRunForm, INITIAL_RUN_FORM, type RunForm, toRunSettings } from './runForm.ts'
import { readRunFormErrors } from './runFormErrors.ts'
import { useFittingDatasets } from './useFittingDatasets.ts'

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

interface RunDialogFormProps {
  readonly strategyId: string | null
  readonly onClose: () => void
  readonly onStarted: (run: BacktestSummary) => void
}

function RunDialogForm({ strategyId: givenStrategyId, onClose, onStarted }: RunDialogFormProps) {
  const formElement = useRef<HTMLFormElement>(null)
  const [form, setForm] = useState<RunForm>({ ...INITIAL_RUN_FORM, strategyId: givenStrategyId })
  const [isChecked, setIsChecked] = useState(false)
  const { datasets, dataset, range, missing } = useFittingDatasets(form)
  const values = { ...form, datasetId: dataset?.id ?? null }
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
        <SubjectFields {...fields} datasets={datasets} range={range} missing={missing} />
        <MoneyFields {...fields} />
        <CostFields {...fields} />
        <ExecutionFields {...fields} />
        <RareFields {...fields} />
        {start.error !== null && Object.keys(serverErrors).length === 0 && <ErrorNotice error={start.error} />}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            Runs in the background; it can be cancelled.
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
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
