import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import type { Backtest } from '#shared/domain/backtest.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { RunGatesButton } from '../../components/gateResults/RunGatesButton.tsx'
import { ExportRunMenu } from './ExportRunMenu.tsx'
import { useRunActions } from './useRunActions.tsx'

interface BacktestActionsProps {
  readonly run: Backtest
  readonly onDeleted: () => void
}

/** Exports and gates of a finished run; any run that is not under way can be deleted. */
export function BacktestActions({ run, onDeleted }: BacktestActionsProps) {
  const { askDelete } = useRunActions()
  return (
    <>
      {!isUnderWay(run.status) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} variant="default" aria-label="More actions">
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item c="var(--verdict-fail)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => askDelete(run, onDeleted)}>
              Delete run
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {run.status === 'completed' && (
        <>
          <ExportRunMenu run={run} />
          {run.origin === 'native' && <RunGatesButton strategyId={run.strategyId} backtestId={run.id} />}
        </>
      )}
    </>
  )
}
