import { Code, Tabs } from '@mantine/core'
import type { Validation } from '#shared/domain/validation.ts'
import { useAddressState } from '../../components/addressState.ts'
import { RobustnessPanel } from '../../components/robustness/RobustnessPanel.tsx'
import { DriftPanel } from './DriftPanel.tsx'
import { OosCurve } from './OosCurve.tsx'
import { WindowsPanel } from './WindowsPanel.tsx'
import { WindowTradesPanel } from './WindowTradesPanel.tsx'

const TABS = ['windows', 'curve', 'parameters', 'trades', 'robustness', 'plan'] as const

/** Windows first; what an older version did not keep has no tab. */
export function ValidationTabs({ validation }: { readonly validation: Validation }) {
  const address = useAddressState()
  const { plan, outcome, spec } = validation
  return (
    <Tabs value={address.choice('tab', TABS, 'windows')} onChange={(tab) => address.change({ tab })} keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="windows">Windows</Tabs.Tab>
        {outcome !== null && (
          <>
            <Tabs.Tab value="curve">Out-of-sample curve</Tabs.Tab>
            <Tabs.Tab value="parameters">Parameters</Tabs.Tab>
            <Tabs.Tab value="trades">Trades</Tabs.Tab>
            <Tabs.Tab value="robustness">Robustness</Tabs.Tab>
            <Tabs.Tab value="plan">Plan</Tabs.Tab>
          </>
        )}
      </Tabs.List>
      <Tabs.Panel value="windows">
        <WindowsPanel validation={validation} onTrades={(window) => address.change({ tab: 'trades', window: String(window) })} />
      </Tabs.Panel>
      {outcome !== null && (
        <>
          <Tabs.Panel value="curve">
            <OosCurve validation={validation} />
          </Tabs.Panel>
          <Tabs.Panel value="parameters">
            <DriftPanel drift={outcome.drift} />
          </Tabs.Panel>
          <Tabs.Panel value="trades">
            <WindowTradesPanel validation={validation} />
          </Tabs.Panel>
          <Tabs.Panel value="robustness">
            <RobustnessPanel subject={{ kind: 'validation', id: validation.id }} canVaryLengths={plan !== null && plan.mode !== 'listed'} />
          </Tabs.Panel>
          <Tabs.Panel value="plan">
            <Code block role="region" aria-label="Plan and specification" tabIndex={0}>
              {JSON.stringify({ plan, spec, dataHash: validation.dataHash, resultHash: outcome.resultHash }, null, 2)}
            </Code>
          </Tabs.Panel>
        </>
      )}
    </Tabs>
  )
}
