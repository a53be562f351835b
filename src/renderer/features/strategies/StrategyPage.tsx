import { Skeleton, Stack, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { GATE_TYPES, type GateType } from '#shared/domain/gate.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { type AddressState, useAddressState, useLeaveFor } from '../../components/addressState.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { GateResultDrawer } from '../../components/gateResults/GateResultDrawer.tsx'
import { GovernancePanels } from '../../components/governance/GovernancePanels.tsx'
import { RunDialog } from '../../components/runDialog/RunDialog.tsx'
import { GateHistory } from './GateHistory.tsx'
import { StrategyActions } from './StrategyActions.tsx'
import { StrategyDefinition } from './StrategyDefinition.tsx'
import { StrategyDialog } from './StrategyDialog.tsx'
import { StrategyHeader } from './StrategyHeader.tsx'
import { StrategyRuns } from './StrategyRuns.tsx'
import { StrategyValidations } from './StrategyValidations.tsx'
import { cloneDraft } from './strategyForm.ts'
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
  const leaveFor = useLeaveFor()
  const address = useAddressState()
  const { id } = strategy
  const [gateType] = address.choices('gate', GATE_TYPES)
  const openGate = (gate: GateType) => address.change({ gate })
  const openRun = () => address.change({ run: 'new' })

  return (
    <Stack gap="md">
      <StrategyHeader
        strategy={strategy}
        onGate={openGate}
        actions={
          <StrategyActions
            strategy={strategy}
            onTask={({ kind }) => address.change({ write: kind === 'edit' ? 'edit' : 'copy' })}
            onRun={openRun}
          />
        }
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
          <StrategyRuns strategyId={id} onRun={openRun} />
        </Tabs.Panel>
        <Tabs.Panel value="validations">
          <StrategyValidations strategyId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="gates">
          <GateHistory strategyId={id} onOpen={openGate} />
        </Tabs.Panel>
        <Tabs.Panel value="governance">
          <GovernancePanels strategy={strategy} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionHistory strategyId={id} />
        </Tabs.Panel>
      </Tabs>
      <StrategyDialog
        task={askedTask(strategy, address)}
        onClose={() => address.change({ write: null })}
        onSaved={(saved) => {
          if (saved.id === id) address.change({ write: null })
          else leaveFor(`/strategies/${saved.id}`)
        }}
      />
      <RunDialog
        isOpen={address.text('run') !== ''}
        strategyId={id}
        onClose={() => address.change({ run: null })}
        onStarted={(run) => leaveFor(`/backtests/${run.id}`)}
      />
      <GateResultDrawer
        subject={gateType === undefined ? null : { strategyId: id, gateType }}
        onClose={() => address.change({ gate: null })}
      />
    </Stack>
  )
}

/** What the address asks to write: the next version, or a strategy of its own that begins as this one. */
function askedTask(strategy: Strategy, address: AddressState): StrategyDialogTask | null {
  const [asked] = address.choices('write', ['edit', 'copy'])
  if (asked === undefined) return null
  return asked === 'edit' ? { kind: 'edit', strategy } : { kind: 'create', draft: cloneDraft(strategy) }
}
