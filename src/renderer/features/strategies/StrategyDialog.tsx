import { Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { StrategyEditor } from './StrategyEditor.tsx'
import type { StrategyDialogTask } from './useSaveStrategy.ts'

interface StrategyDialogProps {
  /** null closes the dialog. */
  readonly task: StrategyDialogTask | null
  readonly onClose: () => void
  readonly onSaved: (strategy: Strategy) => void
}

/** Writes a strategy: what it is, its parameters, why it should work and where it should not be used. */
export function StrategyDialog({ task, onClose, onSaved }: StrategyDialogProps) {
  const title = task?.kind === 'edit' ? `Edit ${task.strategy.name}, version ${task.strategy.version}` : 'New strategy'
  return (
    <Modal opened={task !== null} onClose={onClose} title={title} size="lg">
      {task !== null && <StrategyDialogBody task={task} onClose={onClose} onSaved={onSaved} />}
    </Modal>
  )
}

function StrategyDialogBody({ task, onClose, onSaved }: StrategyDialogProps & { readonly task: StrategyDialogTask }) {
  const api = useApi()
  const types = useQuery(api.strategies.describeTypes.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  if (types.error !== null) return <ErrorNotice error={types.error} onRetry={() => void types.refetch()} />
  if (types.data === undefined) return <Skeleton height={360} />
  return <StrategyEditor task={task} descriptors={types.data} onClose={onClose} onSaved={onSaved} />
}
