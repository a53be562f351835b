import { Skeleton, Stack, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { useAddressState } from '../../components/addressState.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { GateResultDrawer, type GateSubject } from '../../components/gateResults/GateResultDrawer.tsx'
import { GovernancePanels } from '../../components/governance/GovernancePanels.tsx'
import { RunDialog } from '../../components/runDialog/RunDialog.tsx'
import { GateHistory } from './GateHistory.tsx'
import { StrategyActions } from './StrategyActions.tsx'
import { StrategyDefinition } from './StrategyDefinition.tsx'
import { StrategyDialog } from './StrategyDialog.tsx'
import { StrategyHeader } from './StrategyHeader.tsx'
import { StrategyRuns } from './StrategyRuns.tsx'
import { StrategyValidations } from './StrategyValidations.tsx'
import type { StrategyDialogTask } from './useSaveStrategy.ts'
import { VersionHistory } from './VersionHistory.tsx'

/** One strategy: what it is, its versions, its runs and the evidence gathered so far. */
export function StrategyPage() {
  const { id = '' } = useParams()
  const api = useApi()
  const strategy = useQuery(api.strategies.get.queryOptions({ input: { id } }))
  if (strategy.error !== null) return <ErrorNotice error={strategy.error} onRetry={() => void strategy.refetch()} />
  if (strategy.data === undefined) return <Skeleton height={420} />
  return <StrategyDetail strategy={strategy.data} />
}

const TABS = ['definition', 'runs', 'validations', 'gates', 'governance', 'versions'] as const

function StrategyDetail({ strategy }: { readonly strategy: Strategy }) {
  const navigate = useNavigate()
  const address = useAddressState()
  const [task, setTask] = useState<StrategyDialogTask | null>(null)
  const [isRunOpen, setIsRunOpen] = useState(false)
  const [gate, setGate] = useState<GateSubject | null>(null)
  const { id } = strategy

  return (
    <Stack gap="md">
      <StrategyHeader
        strategy={strategy}
        onGate={(gateType) => setGate({ strategyId: id, gateType })}
        actions={<StrategyActions strategy={strategy} onTask={setTask} onRun={() => setIsRunOpen(true)} />}
      />
      <Tabs value={address.choice('tab', TABS, 'definition')} onChange={(tab) => address.change({ tab })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="definition">Definition</Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
          <Tabs.Tab value="validations">Validations</Tabs.Tab>
          <Tabs.Tab value="gates">Gate results</Tabs.Tab>
          <Tabs.Tab value="governance">Governance</Tabs.Tab>
          <Tabs.Tab value="versions">Versions</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="definition">
          <StrategyDefinition strategy={strategy} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <StrategyRuns strategyId={id} onRun={() => setIsRunOpen(true)} />
        </Tabs.Panel>
        <Tabs.Panel value="validations">
          <StrategyValidations strategyId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="gates">
          <GateHistory strategyId={id} onOpen={(gateType) => setGate({ strategyId: id, gateType })} />
        </Tabs.Panel>
        <Tabs.Panel value="governance">
          <GovernancePanels strategy={strategy} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionHistory strategyId={id} />
        </Tabs.Panel>
      </Tabs>
      <StrategyDialog
        task={task}
        onClose={() => setTask(null)}
        onSaved={(saved) => {
          setTask(null)
          if (saved.id !== id) navigate(`/strategies/${saved.id}`)
        }}
      />
      <RunDialog
        isOpen={isRunOpen}
        strategyId={id}
        onClose={() => setIsRunOpen(false)}
        onStarted={(run) => navigate(`/backtests/${run.id}`)}
      />
      <GateResultDrawer subject={gate} onClose={() => setGate(null)} />
    </Stack>
  )
}
