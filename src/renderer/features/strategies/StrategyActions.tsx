import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArchive, IconCopy, IconDots, IconEdit, IconPlayerPlay, IconRestore, IconRoute, IconTrash } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import type { Strategy } from '#shared/domain/strategy.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { RunGatesButton } from '../../components/gateResults/RunGatesButton.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { cloneDraft } from './strategyForm.ts'
import type { StrategyDialogTask } from './useSaveStrategy.ts'
import { useStrategyActions } from './useStrategyActions.tsx'

interface StrategyActionsProps {
  readonly strategy: Strategy
  readonly onTask: (task: StrategyDialogTask) => void
  readonly onRun: () => void
}

/** What can be done with the strategy shown; an archived one can only be restored, copied or deleted. */
export function StrategyActions({ strategy, onTask, onRun }: StrategyActionsProps) {
  const isArchived = strategy.status === 'archived'
  useShortcut({ key: 'R', label: 'Run backtest', run: onRun, isEnabled: !isArchived })
  return (
    <>
      <MoreActions strategy={strategy} onTask={onTask} />
      <ExportCsvButton
        label="Export runs"
        input={{ table: 'backtests', strategyId: strategy.id, datasetId: null, statuses: [], search: '' }}
        withShortcut
      />
      {!isArchived && (
        <>
          <Button variant="default" leftSection={<IconEdit size={16} aria-hidden />} onClick={() => onTask({ kind: 'edit', strategy })}>
            Edit
          </Button>
          <RunGatesButton strategyId={strategy.id} />
          <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={onRun}>
            Run backtest
          </Button>
        </>
      )}
    </>
  )
}

function MoreActions({ strategy, onTask }: Omit<StrategyActionsProps, 'onRun'>) {
  const navigate = useNavigate()
  const { archive, restore, askDelete } = useStrategyActions()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={36} variant="default" aria-label="More actions">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => onTask({ kind: 'create', draft: cloneDraft(strategy) })}>
          Clone
        </Menu.Item>
        {strategy.status !== 'archived' && (
          <Menu.Item leftSection={<IconRoute size={16} aria-hidden />} onClick={() => navigate(`/pipelines?run=${strategy.id}`)}>
            Run the whole pipeline
          </Menu.Item>
        )}
        {strategy.status === 'archived' ? (
          <Menu.Item leftSection={<IconRestore size={16} aria-hidden />} onClick={() => restore({ id: strategy.id })}>
            Restore
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconArchive size={16} aria-hidden />} onClick={() => archive({ id: strategy.id })}>
            Archive
          </Menu.Item>
        )}
        <Menu.Item
          c="var(--verdict-fail)"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => void askDelete(strategy, () => navigate('/strategies', { replace: true }))}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
