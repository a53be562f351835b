import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { BarPeriod, Dataset } from '#shared/domain/dataset.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { formatCount } from '../../format/figures.ts'

const PERIOD_WORDS: Readonly<Record<BarPeriod, string>> = {
  '5min': '5 minutes',
  '15min': '15 minutes',
  '30min': '30 minutes',
  hour: 'Hours',
  '4hour': '4 hours',
  day: 'Days',
  week: 'Weeks',
  month: 'Months',
  quarter: 'Quarters',
  year: 'Years',
}
const PERIODS = Object.entries(PERIOD_WORDS).map(([period, label]) => ({ period: period as BarPeriod, label }))

interface ResampleMenuProps {
  readonly dataset: Dataset
  readonly onMade: (made: Dataset) => Promise<unknown>
}

/** Coarser bars as a new dataset. */
export function ResampleMenu({ dataset, onMade }: ResampleMenuProps) {
  const api = useApi()
  const resample = useMutation(
    api.datasets.resample.mutationOptions({
      onSuccess: async (made) => {
        await onMade(made)
        notifications.show({ message: `Made ${made.name}: ${formatCount(made.barCount)} bars` })
      },
      onError: (error) => notifications.show({ color: 'red', title: 'No coarser bars were made', message: readError(error).message }),
    }),
  )
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" loading={resample.isPending} rightSection={<IconChevronDown size={14} aria-hidden />}>
          Resample
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Length of the new bars, in UTC</Menu.Label>
        {PERIODS.map(({ period, label }) => (
          <Menu.Item key={period} onClick={() => resample.mutate({ id: dataset.id, period })}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
