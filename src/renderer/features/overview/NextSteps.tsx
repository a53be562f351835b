import { Button, Group, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Panel } from '../../components/Panel.tsx'
import classes from './NextSteps.module.css'
import type { Step, StepId } from './nextSteps.ts'

function DataActions() {
  const api = useApi()
  const queries = useQueryClient()
  const importSample = useMutation(api.datasets.importSample.mutationOptions({ onSuccess: () => queries.invalidateQueries() }))
  return (
    <>
      <Button loading={importSample.isPending} onClick={() => importSample.mutate({})}>
        Use the sample
      </Button>
      <Button variant="default" component={Link} to="/data?open=import">
        Import data
      </Button>
      {importSample.error !== null && <ErrorNotice error={importSample.error} />}
    </>
  )
}

const LINKS: Record<Exclude<StepId, 'data'>, { label: string; to: string }> = {
  strategy: { label: 'Generate strategies', to: '/strategies?generate=yes' },
  backtest: { label: 'Run backtest', to: '/backtests?run=new' },
  gates: { label: 'Run gates', to: '/gates' },
}

function StepAction({ id }: { id: StepId }) {
  if (id === 'data') return <DataActions />
  const { label, to } = LINKS[id]
  return (
    <Button component={Link} to={to}>
      {label}
    </Button>
  )
}

function StepCard({ step, number, isNext }: { step: Step; number: number; isNext: boolean }) {
  return (
    <li className={classes['step']} data-next={isNext || undefined} aria-current={isNext ? 'step' : undefined}>
      <span className={classes['number']} data-done={step.isDone || undefined}>
        {step.isDone ? <IconCircleCheck size={22} aria-label="done" /> : number}
      </span>
      <div>
        <Text fw={600}>{step.title}</Text>
        <Text size="sm" c="dimmed">
          {step.explanation}
        </Text>
        {isNext && (
          <Group gap="xs" mt="sm">
            <StepAction id={step.id} />
          </Group>
        )}
      </div>
    </li>
  )
}

/** The four steps to a first verdict; the first one not done carries the button. */
export function NextSteps({ steps }: { steps: readonly Step[] }) {
  const next = steps.find((step) => !step.isDone)
  return (
    <Panel title="Next step">
      <ol className={classes['steps']}>
        {steps.map((step, index) => (
          <StepCard key={step.id} step={step} number={index + 1} isNext={step === next} />
        ))}
      </ol>
    </Panel>
  )
}
