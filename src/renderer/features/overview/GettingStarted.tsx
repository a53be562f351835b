import { Button, CloseButton, Group, Text, UnstyledButton } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import type { Step, StepId } from './firstSteps.ts'
import classes from './GettingStarted.module.css'

function DataActions() {
  const api = useApi()
  const queries = useQueryClient()
  const importSample = useMutation(api.datasets.importSample.mutationOptions({ onSuccess: () => queries.invalidateQueries() }))
  return (
    <>
      <Button loading={importSample.isPending} onClick={() => importSample.mutate({})}>
        Use the sample
      </Button>
      <Button variant="default" component={Link} to="/data?import=yes">
        Import data
      </Button>
      {importSample.error !== null && <ErrorNotice error={importSample.error} />}
    </>
  )
}

const LINKS: Record<Exclude<StepId, 'data'>, { readonly label: string; readonly to: string }> = {
  strategy: { label: 'Generate strategies', to: '/strategies?generate=yes' },
  backtest: { label: 'Run backtest', to: '/backtests?run=new' },
  sweep: { label: 'New sweep', to: '/sweeps?sweep=new' },
  validation: { label: 'New validation', to: '/validations?run=new' },
  gates: { label: 'Open the gate board', to: '/gates' },
  product: { label: 'Open the gate board', to: '/gates' },
}

function StepAction({ id }: { readonly id: StepId }) {
  if (id === 'data') return <DataActions />
  const { label, to } = LINKS[id]
  return (
    <Button component={Link} to={to}>
      {label}
    </Button>
  )
}

interface StepButtonProps {
  readonly step: Step
  readonly number: number
  readonly isShown: boolean
  readonly onShow: () => void
}

function StepButton({ step, number, isShown, onShow }: StepButtonProps) {
  return (
    <li aria-current={isShown ? 'step' : undefined}>
      <UnstyledButton className={classes['step']} data-shown={isShown || undefined} onClick={onShow}>
        <span className={classes['number']} data-done={step.isDone || undefined}>
          {step.isDone ? <IconCircleCheckFilled size={20} aria-label="Done:" /> : number}
        </span>{' '}
        {step.title}
      </UnstyledButton>
    </li>
  )
}

interface GettingStartedProps {
  readonly steps: readonly Step[]
  readonly onClose: () => void
}

/** The tour: every step with what it is for and the way to do it, ticked by what the workspace holds. */
export function GettingStarted({ steps, onClose }: GettingStartedProps) {
  const [chosen, setChosen] = useState<StepId | null>(null)
  const next = steps.find(({ isDone }) => !isDone)
  const shown = steps.find(({ id }) => id === chosen) ?? next ?? steps[0]
  const done = steps.filter(({ isDone }) => isDone).length
  return (
    <Panel
      title="Getting started"
      actions={
        <>
          <Text size="sm" c="dimmed">
            {next === undefined ? 'All steps done' : `${done} of ${steps.length} done`}
          </Text>
          <CloseButton aria-label="Hide getting started" onClick={onClose} />
        </>
      }
    >
      <ol className={classes['steps']}>
        {steps.map((step, index) => (
          <StepButton key={step.id} step={step} number={index + 1} isShown={step === shown} onShow={() => setChosen(step.id)} />
        ))}
      </ol>
      {shown !== undefined && (
        <Group className={classes['shown']} justify="space-between" gap="md" aria-live="polite">
          <Text size="sm" className={classes['explanation'] ?? ''}>
            {shown.explanation}
          </Text>
          <Group gap="xs">
            <StepAction id={shown.id} />
          </Group>
        </Group>
      )}
    </Panel>
  )
}
