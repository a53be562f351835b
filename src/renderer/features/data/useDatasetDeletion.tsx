import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import type { Dataset } from '#shared/domain/dataset.ts'
import { useClient } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { confirmDelete } from '../../components/confirmAction.tsx'
import { deleteAfterUndo } from '../../components/delayedDeletion.ts'
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
      if (users !== null) return explainUse(name, users)
      confirmDelete({
        what,
        consequences: <Text size="sm">{nameConsequences(barCount, dependents.pipelines)}</Text>,
        onConfirm: async () => deleteAfterUndo({ id, what, remove: () => client.datasets.delete({ id }).then(refresh) }),
      })
    } catch (error) {
      notifications.show({ color: 'red', title: `Not deleted: ${what}`, message: readError(error).message })
    }
  }
}

/** What keeps a dataset from being deleted, in words: "2 backtests and 1 sweep"; null when nothing does. */
function nameUsers({ backtests, sweeps, validations }: Dependents): string | null {
  const parts = [countOf(backtests, 'backtest'), countOf(sweeps, 'sweep'), countOf(validations, 'validation')].flat()
  return parts.length === 0 ? null : parts.join(', ').replace(/, (?=[^,]*$)/, ' and ')
}

function nameConsequences(barCount: number, pipelines: number): string {
  const [rest = ''] = countOf(pipelines, 'pipeline').map((counted) => ` ${counted} on it go${pipelines === 1 ? 'es' : ''} with it.`)
  return `Its ${formatCount(barCount)} bars are removed from the database. No run uses them.${rest}`
}

const countOf = (count: number, noun: string) => (count === 0 ? [] : [`${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`])

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
