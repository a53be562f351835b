import { Button, Group, NumberInput, Select, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import type { GatePolicyDraft, StoredPolicy } from '#shared/domain/gatePolicy.ts'
import { useApi } from '../../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { FormSection } from '../../../components/FormSection.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { formatDateTime } from '../../../format/instants.ts'
import { PolicyEffects } from './PolicyEffects.tsx'
import { policyFields, withPolicyField } from './policyFields.ts'
import { useDryRun, useSavePolicy } from './usePolicies.ts'

/** The thresholds in force: to read, to try out on the evidence at hand, and to save as the next version. */
export function PolicyPanel() {
  const api = useApi()
  const policies = useQuery(api.policies.list.queryOptions())
  const [version, setVersion] = useState<string | null>(null)
  if (policies.isPending) return <Skeleton height={480} />
  if (policies.error !== null) return <ErrorNotice error={policies.error} onRetry={() => void policies.refetch()} />
  const current = policies.data[0]!
  const shown = policies.data.find(({ policy }) => policy.version === version) ?? current
  return (
    <Stack gap="lg">
      <Group align="flex-end" justify="space-between">
        <Select
          label="Version"
          w={360}
          allowDeselect={false}
          data={policies.data.map((one) => ({ value: one.policy.version, label: nameOf(one, current) }))}
          value={shown.policy.version}
          onChange={setVersion}
        />
        <Text size="sm" c="dimmed" maw={460}>
          {`${shown.author}: ${shown.reason}`}
        </Text>
      </Group>
      <PolicyForm key={shown.documentHash} shown={shown} current={current} />
    </Stack>
  )
}

function nameOf({ policy, createdAtMs }: StoredPolicy, current: StoredPolicy): string {
  const saved = createdAtMs === 0 ? 'built in' : formatDateTime(createdAtMs)
  return `${policy.version}, ${saved}${policy.version === current.policy.version ? ', in force' : ''}`
}

function PolicyForm({ shown, current }: { readonly shown: StoredPolicy; readonly current: StoredPolicy }) {
  const { version: _version, ...stored } = shown.policy
  const [draft, setDraft] = useState<GatePolicyDraft>(stored)
  const [reason, setReason] = useState('')
  const dryRun = useDryRun()
  const save = useSavePolicy()
  const change = (next: GatePolicyDraft) => {
    setDraft(next)
    dryRun.reset()
  }
  return (
    <Stack gap="lg">
      {(['dev', 'crv', 'product'] as const).map((gate) => (
        <FormSection key={gate} title={GATE_NAMES[gate]}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" verticalSpacing="xs">
            {policyFields(draft, gate).map(({ path, label, value }) => (
              <NumberInput
                key={path.join('.')}
                label={label}
                size="xs"
                value={value}
                decimalScale={12}
                onChange={(entered) => typeof entered === 'number' && change(withPolicyField(draft, path, entered))}
              />
            ))}
          </SimpleGrid>
        </FormSection>
      ))}
      <Group align="flex-end">
        <Button variant="default" loading={dryRun.isPending} onClick={() => dryRun.mutate({ draft })}>
          Dry run
        </Button>
        <TextInput label="Why it changes" w={320} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Button
          disabled={reason.trim() === ''}
          loading={save.isPending}
          onClick={() => save.mutate({ draft, reason, expectedVersion: current.policy.version })}
        >
          Save as next version
        </Button>
      </Group>
      {dryRun.error !== null && <ErrorNotice error={dryRun.error} />}
      {save.error !== null && <ErrorNotice error={save.error} />}
      {dryRun.data !== undefined && (
        <Panel title="What it would change">
          <PolicyEffects dryRun={dryRun.data} />
        </Panel>
      )}
    </Stack>
  )
}
