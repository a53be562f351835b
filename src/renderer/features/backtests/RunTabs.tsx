import { Code, Tabs } from '@mantine/core'
import type { Backtest } from '#shared/domain/backtest.ts'
import { useAddressState } from '../../components/addressState.ts'
import { RobustnessPanel } from '../../components/robustness/RobustnessPanel.tsx'
import { CostsPanel } from './CostsPanel.tsx'
import { DrawdownsPanel } from './DrawdownsPanel.tsx'
import { MetricsTable } from './MetricsTable.tsx'
import { ReturnsPanel } from './ReturnsPanel.tsx'
import { RunIdentityPanel } from './RunIdentityPanel.tsx'
import type { RunMetrics } from './runMetrics.ts'
import { TradesPanel } from './TradesPanel.tsx'

const TABS = ['trades', 'returns', 'drawdowns', 'costs', 'robustness', 'metrics', 'identity', 'spec'] as const

export function RunTabs({ run, metrics }: { readonly run: Backtest; readonly metrics: RunMetrics }) {
  const address = useAddressState()
  return (
    <Tabs value={address.choice('tab', TABS, 'trades')} onChange={(tab) => address.change({ tab })} keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="trades">Trades</Tabs.Tab>
        <Tabs.Tab value="returns">Returns</Tabs.Tab>
        <Tabs.Tab value="drawdowns">Drawdowns</Tabs.Tab>
        <Tabs.Tab value="costs">Costs</Tabs.Tab>
        {run.spec !== null && <Tabs.Tab value="robustness">Robustness</Tabs.Tab>}
        <Tabs.Tab value="metrics">Metrics</Tabs.Tab>
        <Tabs.Tab value="identity">Identity</Tabs.Tab>
        {run.spec !== null && <Tabs.Tab value="spec">Spec</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="trades">
        <TradesPanel run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="returns">
        <ReturnsPanel run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="drawdowns">
        <DrawdownsPanel run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="costs">
        <CostsPanel run={run} metrics={metrics} />
      </Tabs.Panel>
      {run.spec !== null && (
        <Tabs.Panel value="robustness">
          <RobustnessPanel subject={{ kind: 'backtest', id: run.id }} canVaryLengths={false} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="metrics">
        <MetricsTable metrics={metrics} />
      </Tabs.Panel>
      <Tabs.Panel value="identity">
        <RunIdentityPanel run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="spec">
        <Code block role="region" aria-label="Specification" tabIndex={0}>
          {JSON.stringify(run.spec, null, 2)}
        </Code>
      </Tabs.Panel>
    </Tabs>
  )
}
