import { Button, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { Holdout, HoldoutOpening } from '#shared/domain/governance.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatDate } from '../../format/instants.ts'
import { HoldoutLockForm } from './HoldoutLockForm.tsx'
import { HoldoutOpenForm } from './HoldoutOpenForm.tsx'

/** The dates of a dataset that no search may read: to lock them, and to show them once to a version that is frozen. */
export function HoldoutSection({ dataset }: { readonly dataset: Dataset }) {
  const api = useApi()
  const { data, error, refetch } = useQuery(api.holdouts.get.queryOptions({ input: { datasetId: dataset.id } }))
  return (
    <section aria-labelledby="holdout-title">
      <Title order={2} id="holdout-title" mb="xs">
        Holdout
      </Title>
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={60} />}
      {data !== undefined && (data.holdout === null ? <NothingLocked dataset={dataset} /> : <Locked {...data} holdout={data.holdout} />)}
    </section>
  )
}

function NothingLocked({ dataset }: { readonly dataset: Dataset }) {
  const [isLocking, setIsLocking] = useState(false)
  if (isLocking) return <HoldoutLockForm dataset={dataset} onDone={() => setIsLocking(false)} />
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        Nothing is locked. The CRV gate asks for dates that no search has read: lock the last of the data before the first backtest.
      </Text>
      <Button variant="default" onClick={() => setIsLocking(true)}>
        Lock a holdout
      </Button>
    </Stack>
  )
}

interface LockedProps {
  readonly holdout: Holdout
  readonly openings: readonly HoldoutOpening[]
}

function Locked({ holdout, openings }: LockedProps) {
  const [isOpening, setIsOpening] = useState(false)
  const { startDate, endDate, reason, lockedBy, lockedAtMs } = holdout
  return (
    <Stack gap="sm">
      <Text size="sm">
        <b>
          {startDate} to {endDate}
        </b>{' '}
        is locked, by {lockedBy} on {formatDate(lockedAtMs)}: {reason}
      </Text>
      {openings.length === 0 ? <Text size="sm">Nobody has looked yet.</Text> : <Openings openings={openings} />}
      {isOpening ? (
        <HoldoutOpenForm holdout={holdout} onDone={() => setIsOpening(false)} />
      ) : (
        <Group>
          <Button variant="default" onClick={() => setIsOpening(true)}>
            Open for a strategy
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Openings({ openings }: { readonly openings: readonly HoldoutOpening[] }) {
  return (
    <Table.ScrollContainer minWidth={380}>
      <Table aria-label="Who has looked">
        <Table.Thead>
          <Table.Tr>
            {['Opened', 'By', 'For', 'Reason'].map((title) => (
              <Table.Th key={title}>{title}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {openings.map(({ id, openedAtMs, openedBy, strategyId, strategyVersion, strategyType, reason }) => (
            <Table.Tr key={id}>
              <Table.Td>{formatDate(openedAtMs)}</Table.Td>
              <Table.Td>{openedBy}</Table.Td>
              <Table.Td>
                <Link to={`/strategies/${strategyId}`}>{`${strategyType.replaceAll('_', ' ')}, version ${strategyVersion}`}</Link>
              </Table.Td>
              <Table.Td>{reason}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
