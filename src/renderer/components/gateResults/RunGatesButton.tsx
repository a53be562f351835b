import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconShieldCheck } from '@tabler/icons-react'
import { GATE_NAMES, GATE_TYPES, type GateType } from '#shared/domain/gate.ts'
import { useRunGate } from './useRunGate.ts'

interface RunGatesButtonProps {
  readonly strategyId: string
  /** The run to judge; the newest completed one of the strategy when left out. */
  readonly backtestId?: string
}

/** Runs one gate, or all in the order of the path: each builds on the one before. */
export function RunGatesButton({ strategyId, backtestId }: RunGatesButtonProps) {
  const runGate = useRunGate()
  const run = (gateType: GateType) => runGate.mutateAsync({ strategyId, gateType, backtestId: backtestId ?? null })
  // A failure is already shown as a notification; the next gate then makes no sense.
  const runInOrder = async (...gateTypes: readonly GateType[]) => {
    try {
      for (const gateType of gateTypes) await run(gateType)
    } catch {}
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          loading={runGate.isPending}
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Run gates
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void runInOrder('dev', 'crv')}>Dev, then CRV</Menu.Item>
        <Menu.Item onClick={() => void runInOrder(...GATE_TYPES)}>All three</Menu.Item>
        {GATE_TYPES.map((gateType) => (
          <Menu.Item key={gateType} onClick={() => void runInOrder(gateType)}>
            {GATE_NAMES[gateType]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
