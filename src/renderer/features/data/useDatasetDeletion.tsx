import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { Dataset } from '#shared/domain/dataset.ts'
import { useClient } from '../../api/ApiProvider.tsx'
import { confirmDelete } from '../../components/confirmAction.tsx'
import { deleteAfterUndo } from '../../components/delayedDeletion.ts'
import { showError } from '../../components/showError.ts'
import { counted, listCounts } from '../../format/counts.ts'
import { formatCount } from '../../format/figures.ts'
import { useRefreshData } from './useRefreshData.ts'

interface Dependents {
  readonly backtests: number
  readonly sweeps: number
  readonly validations: number
  readonly pipelines: number
}

/** Deletes a dataset after asking, with a way back; one that runs need says so and stays. */
export function useDatasetDeletion(): (dataset: Dataset) => Promise<void> {
  const client = useClient()
  const refresh = useRefreshData()
  return async ({ id, name, barCount }) => {
    const what = `dataset "${name}"`
    try {
      const dependents = await client.datasets.countDependents({ id })
      const users = nameUsers(dependents)
      if (users !== '') return explainUse(name, users)
      confirmDelete({
        what,
        consequences: <Text size="sm">{nameConsequences(barCount, dependents.pipelines)}</Text>,
        onConfirm: async () => deleteAfterUndo({ id, what, remove: () => client.datasets.delete({ id }).then(refresh) }),
      })
    } catch (error) {
      showError(error, `Not deleted: ${what}`)
    }
  }
}

/** What keeps a dataset from being deleted, in words; '' when nothing does. */
const nameUsers = ({ backtests, sweeps, validations }: Dependents) =>
  listCounts([
    [backtests, 'backtest'],
    [sweeps, 'sweep'],
    [validations, 'validation'],
  ])

function nameConsequences(barCount: number, pipelines: number): string {
  const rest = pipelines === 0 ? '' : ` ${counted(pipelines, 'pipeline')} on it go${pipelines === 1 ? 'es' : ''} with it.`
  return `Its ${formatCount(barCount)} bars are removed from the database. No run uses them.${rest}`
}

function explainUse(name: string, users: string): void {
  modals.open({
    title: `"${name}" is in use`,
    children: (
      <Text size="sm">
        {users} rest on its bars, and without them nobody could check those results. Delete them first, or keep the dataset.
      </Text>
    ),
  })
}
