import { Button, Group, List, NumberInput, Select, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { GATE_NAMES, GATE_TYPES, type GateType } from '#shared/domain/gate.ts'
import { MAX_WAIVER_DAYS, type Waiver, waiverStateAt } from '#shared/domain/governance.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatDate } from '../../format/instants.ts'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { Panel } from '../Panel.tsx'
import { useDecisions } from './useDecisions.ts'

/** Checks that may fail for a while, with reason and name. */
export function WaiversPanel({ strategyId }: { readonly strategyId: string }) {
  const api = useApi()
  const { revokeWaiver } = useDecisions()
  const { data, error } = useQuery(api.waivers.list.queryOptions({ input: { strategyId } }))
  return (
    <Panel title="Waivers">
      <Text size="sm" c="dimmed" mb="xs" maw={720}>
        Granted by somebody who neither wrote nor last edited the version, for {MAX_WAIVER_DAYS} days at most; then the check fails again.
        Checks that guard the evidence itself cannot be waived.
      </Text>
      {error !== null && <ErrorNotice error={error} />}
      <List size="sm" mb="sm" aria-label="Waivers">
        {data?.map((waiver) => (
          <List.Item key={waiver.id}>
            <Group gap="xs">
              {waiverWords(waiver, Date.now())}
              {waiverStateAt(waiver, Date.now()) === 'active' && (
                <Button size="compact-xs" variant="subtle" color="red" onClick={() => revokeWaiver.mutate({ id: waiver.id })}>
                  Revoke
                </Button>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
      {data?.length === 0 && (
        <Text size="sm" mb="sm">
          No check was waived.
        </Text>
      )}
      <NewWaiver strategyId={strategyId} />
    </Panel>
  )
}

function waiverWords(waiver: Waiver, nowMs: number): string {
  const { gateType, checkId, strategyVersion, approver, reason, expiresAtMs } = waiver
  return `${gateType} ${checkId}, version ${strategyVersion}, by ${approver}: ${reason} (${waiverStateAt(waiver, nowMs)}, until ${formatDate(expiresAtMs)})`
}

function NewWaiver({ strategyId }: { readonly strategyId: string }) {
  const { grantWaiver } = useDecisions()
  const [gateType, setGateType] = useState<GateType>('crv')
  const [checkId, setCheckId] = useState('')
  const [reason, setReason] = useState('')
  const [days, setDays] = useState(30)
  const isComplete = checkId.trim() !== '' && reason.trim() !== ''
  return (
    <Group align="end" gap="sm">
      <Select
        label="Gate"
        data={GATE_TYPES.map((value) => ({ value, label: GATE_NAMES[value] }))}
        value={gateType}
        allowDeselect={false}
        w={150}
        onChange={(value) => setGateType(value as GateType)}
      />
      <TextInput label="Check" placeholder="C13" value={checkId} w={90} onChange={({ target }) => setCheckId(target.value)} />
      <TextInput label="Reason" value={reason} onChange={({ target }) => setReason(target.value)} style={{ flex: 1 }} />
      <NumberInput label="Days" min={1} max={MAX_WAIVER_DAYS} value={days} w={90} onChange={(value) => setDays(Number(value))} />
      <Button
        variant="default"
        disabled={!isComplete}
        loading={grantWaiver.isPending}
        onClick={() =>
          grantWaiver.mutate({ strategyId, gateType, checkId: checkId.trim(), reason, days }, { onSuccess: () => setReason('') })
        }
      >
        Waive
      </Button>
    </Group>
  )
}
