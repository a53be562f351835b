import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ValidationRequest } from '#shared/contract/validations.ts'
import type { ValidationSummary } from '#shared/domain/validation.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { focusFirstError } from '../focusFirstError.ts'
import { CostFields, ExecutionFields, MoneyFields, RareFields, SubjectFields } from '../runDialog/RunFormFields.tsx'
import { checkRunForm, type RunForm, toRunSettings } from '../runDialog/runForm.ts'
import { AxisFields, WindowFields } from './PlanFields.tsx'
import { PlanPreview } from './PlanPreview.tsx'
import { SettingsOrigin } from './SettingsOrigin.tsx'
import { useSettings } from './useSettings.ts'
import { checkPlanForm, INITIAL_PLAN_FORM, listWindows, type PlanForm, toPlan } from './validationForm.ts'

interface ValidationDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Chosen in advance when the dialog is opened for one strategy. */
  readonly strategyId?: string | null
  /** The validation is stored and waiting for workers. */
  readonly onStarted: (validation: ValidationSummary) => void
}

/** Asks what to validate, on which windows and how each chooses; shows the windows before anything runs. */
export function ValidationDialog({ isOpen, onClose, strategyId = null, onStarted }: ValidationDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="New walk-forward validation" size="xl">
      <ValidationDialogForm strategyId={strategyId} onClose={onClose} onStarted={onStarted} />
    </Modal>
  )
}

const SETTLE_MS = 300

function useStart(onStarted: (validation: ValidationSummary) => void) {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation(
    api.validations.run.mutationOptions({
      onSuccess: (validation) => {
        void queryClient.invalidateQueries({ queryKey: api.validations.key() })
        onStarted(validation)
      },
    }),
  )
}

/** The chosen strategy's parameters, and the windows of the request as it stands. */
function useDialogData(run: RunForm, request: ValidationRequest | null) {
  const api = useApi()
  const strategy = useQuery(api.strategies.get.queryOptions({ input: run.strategyId === null ? skipToken : { id: run.strategyId } }))
  const types = useQuery(api.strategies.describeTypes.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const [settled] = useDebouncedValue(JSON.stringify(request), SETTLE_MS)
  const asked: ValidationRequest | null = JSON.parse(settled)
  const preview = useQuery(
    api.validations.preview.queryOptions({ input: asked ?? skipToken, retry: false, placeholderData: keepPreviousData }),
  )
  const parameters = types.data?.find(({ type }) => type === strategy.data?.type)?.parameters ?? []
  return { parameters, preview }
}

function ValidationDialogForm({ strategyId, onClose, onStarted }: Omit<ValidationDialogProps, 'isOpen'> & { strategyId: string | null }) {
  const formElement = useRef<HTMLFormElement>(null)
  const settings = useSettings(strategyId)
  const [plan, setPlan] = useState<PlanForm>(INITIAL_PLAN_FORM)
  const [isChecked, setIsChecked] = useState(false)
  const { form: run, datasets, range, missing, newest } = settings
  const planErrors = checkPlanForm(plan)
  const isComplete = Object.keys(planErrors).length === 0 && !newest.isPending
  const request = toRequest(run, plan, isComplete)
  const { parameters, preview } = useDialogData(run, request)
  const runErrors = checkRunForm(run, range)
  const start = useStart(onStarted)
  const submit = () => {
    setIsChecked(true)
    if (request === null || Object.keys(runErrors).length > 0) return focusFirstError(formElement.current)
    start.mutate(request)
  }
  const runFields = {
    form: run,
    errors: isChecked ? runErrors : {},
    change: settings.change,
  }
  const changePlan = (changes: Partial<PlanForm>) => {
    const windowLines = changes.mode === 'listed' ? listWindows(plan, preview.data?.windows ?? []) : plan.windowLines
    setPlan({ ...plan, windowLines, ...changes })
  }
  const planFields = { form: plan, errors: planErrors, change: changePlan }

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
        <SubjectFields {...runFields} datasets={datasets} range={range} missing={missing} />
        <SettingsOrigin newest={newest} base={settings.base} form={run} onRestore={settings.restore} />
        <WindowFields {...planFields} />
        <AxisFields form={plan} parameters={parameters} change={planFields.change} />
        <PlanPreview
          preview={preview.data}
          error={preview.error}
          missing={request === null ? 'Choose a strategy, a dataset and the windows.' : null}
        />
        <CostFields {...runFields} />
        <MoneyFields {...runFields} />
        <ExecutionFields {...runFields} />
        <RareFields {...runFields} />
        {start.error !== null && <ErrorNotice error={start.error} />}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            Runs in the background; it can be cancelled.
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={start.isPending} disabled={newest.isPending}>
              Run validation
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

/** null as long as something that has no default is missing. */
function toRequest(run: RunForm, plan: PlanForm, isComplete: boolean): ValidationRequest | null {
  const { strategyId, datasetId } = run
  if (strategyId === null || datasetId === null || !isComplete || Object.keys(checkRunForm(run, null)).length > 0) return null
  return { strategyId, datasetId, settings: toRunSettings(run), plan: toPlan(plan) }
}
