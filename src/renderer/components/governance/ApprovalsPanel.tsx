import { Button, Group, List, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Approval } from '#shared/domain/governance.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { formatDate } from '../../format/instants.ts'
import { ErrorNotice } from '../ErrorNotice.tsx'
import { Panel } from '../Panel.tsx'
import { useDecisions } from './useDecisions.ts'

interface ApprovalsPanelProps {
  readonly strategy: Pick<Strategy, 'id' | 'name' | 'version'>
}

/** Who approved which version, and the button that approves the current one. */
export function ApprovalsPanel({ strategy }: ApprovalsPanelProps) {
  const api = useApi()
  const { approve, revokeApproval } = useDecisions()
  const [note, setNote] = useState('')
  const { data, error } = useQuery(api.approvals.list.queryOptions({ input: { strategyId: strategy.id } }))
  return (
    <Panel title="Approvals">
      <Text size="sm" c="dimmed" mb="xs" maw={720}>
        Given in the name of your database login, by somebody with the role who neither wrote nor last edited the version; the database
        refuses anything else. On a file of one person a strategy stays unapproved.
      </Text>
      {error !== null && <ErrorNotice error={error} />}
      <List size="sm" mb="sm" aria-label="Approvals">
        {data?.map((approval) => (
          <List.Item key={approval.id}>
            <Group gap="xs">
              {approvalWords(approval)}
              {approval.revokedAtMs === null && (
                <Button size="compact-xs" variant="subtle" color="red" onClick={() => revokeApproval.mutate({ id: approval.id })}>
                  Revoke
                </Button>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
      {data?.length === 0 && (
        <Text size="sm" mb="sm">
          No version was approved yet.
        </Text>
      )}
      <Group align="end" gap="sm">
        <TextInput label="Note on the approval" value={note} onChange={({ target }) => setNote(target.value)} style={{ flex: 1 }} />
        <Button
          loading={approve.isPending}
          onClick={() =>
            approve.mutate({ strategyId: strategy.id, expectedVersion: strategy.version, note }, { onSuccess: () => setNote('') })
          }
        >
          Approve version {strategy.version}
        </Button>
      </Group>
      <Approvers />
    </Panel>
  )
}

function approvalWords({ strategyVersion, approver, approvedAtMs, note, revokedAtMs, revokedBy }: Approval): string {
  const given = `Version ${strategyVersion} by ${approver} on ${formatDate(approvedAtMs)}${note === '' ? '' : `: ${note}`}`
  return revokedAtMs === null ? given : `${given} (revoked by ${revokedBy} on ${formatDate(revokedAtMs)})`
}

/** Who holds the role; a colleague gives it, nobody themselves. */
function Approvers() {
  const api = useApi()
  const { grantRole } = useDecisions()
  const [login, setLogin] = useState('')
  const { data } = useQuery(api.approvals.roles.queryOptions())
  const holders = data?.filter(({ revokedAtMs }) => revokedAtMs === null).map(({ actor }) => actor) ?? []
  return (
    <Group align="end" gap="sm" mt="sm">
      <Text size="sm">May approve: {holders.length === 0 ? 'nobody yet' : holders.join(', ')}.</Text>
      <TextInput label="Login of a colleague" value={login} onChange={({ target }) => setLogin(target.value)} />
      <Button
        variant="default"
        disabled={login.trim() === ''}
        onClick={() => grantRole.mutate({ actor: login }, { onSuccess: () => setLogin('') })}
      >
        Let them approve
      </Button>
    </Group>
  )
}
