import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconShieldCheck } from '@tabler/icons-react'
import { GATE_NAMES } from './gateNames.ts'
import { useRunGate } from './useRunGate.ts'

interface RunGatesButtonProps {
  readonly strategyId: string
  /** The run to judge; the newest completed one of the strategy when left out. */
  readonly backtestId?: string
}

/** Runs one gate, or both in the order of the path: the CRV gate builds on the dev gate. */
export function RunGatesButton({ strategyId, backtestId }: RunGatesButtonProps) {
  const runGate = useRunGate()
  const run = (gateType: 'dev' | 'crv') => runGate.mutateAsync({ strategyId, gateType, backtestId: backtestId ?? null })
  // A failure is already shown as a notification; the second gate then makes no sense.
  const runBoth = () =>
    void run('dev')
      .then(() => run('crv'))
      .catch(() => undefined)
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
        <Menu.Item onClick={runBoth}>Dev, then CRV</Menu.Item>
        <Menu.Item onClick={() => void run('dev').catch(() => undefined)}>{GATE_NAMES.dev}</Menu.Item>
        <Menu.Item onClick={() => void run('crv').catch(() => undefined)}>{GATE_NAMES.crv}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
