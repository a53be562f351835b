import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Holdout } from '#shared/domain/governance.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { confirmAction } from '../../components/confirmAction.tsx'
import { StrategySelect } from '../../components/runDialog/StrategySelect.tsx'
import { useHoldout } from './useHoldout.ts'

interface HoldoutOpenFormProps {
  readonly holdout: Holdout
  readonly onDone: () => void
}

/** Asks for whom and why; a look cannot be taken back, so it is confirmed in the words of what it uses up. */
export function HoldoutOpenForm({ holdout, onDone }: HoldoutOpenFormProps) {
  const api = useApi()
  const { open } = useHoldout()
  const [strategyId, setStrategyId] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const strategy = useQuery(api.strategies.get.queryOptions({ input: strategyId === null ? skipToken : { id: strategyId } })).data
  const ask = ({ id, name, version, type }: Strategy) =>
    confirmAction({
      title: `Open the holdout for version ${version} of ${name}?`,
      body: <OpenConsequences holdout={holdout} family={type.replaceAll('_', ' ')} />,
      confirmLabel: 'Open it once',
      onConfirm: async () => {
        await open({ datasetId: holdout.datasetId, strategyId: id, reason })
        onDone()
      },
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (strategy !== undefined) ask(strategy)
      }}
    >
      <Stack gap="sm">
        <StrategySelect value={strategyId} onChange={setStrategyId} />
        <TextInput label="Reason" required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" disabled={strategy === undefined || reason.trim() === ''}>
            Open the holdout
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function OpenConsequences({ holdout: { startDate, endDate }, family }: { readonly holdout: Holdout; readonly family: string }) {
  return (
    <Stack gap="xs">
      <Text size="sm">
        This version may read {startDate} to {endDate} from now on; a version edited after it may not.
      </Text>
      <Text size="sm">
        It is the only look of its family: no other {family} strategy is ever shown these days. The look, your name and the reason go into
        the audit log, and the CRV gate reads them there. It cannot be taken back.
      </Text>
    </Stack>
  )
}
