import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertCircle, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { AuditVerification } from '#shared/domain/audit.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { HashText } from '../../components/HashText.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatCount } from '../../format/figures.ts'

/** Recomputes the chain of the log on request and says what came of it. */
export function VerifyPanel() {
  const api = useApi()
  const verify = useMutation(api.audit.verify.mutationOptions())
  return (
    <Panel
      title="Is the log intact?"
      actions={
        <Button size="compact-sm" variant="default" loading={verify.isPending} onClick={() => verify.mutate({ known: null })}>
          Verify the log
        </Button>
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        Each row holds the hash of the row before. A row that was edited, removed or moved shows. Whoever owns the database can still
        rewrite the whole log: evidence packs keep its end outside.
      </Text>
      <div aria-live="polite">
        {verify.error !== null && <ErrorNotice error={verify.error} />}
        {verify.data !== undefined && <Result verification={verify.data} />}
      </div>
    </Panel>
  )
}

function Result({ verification: { firstBreak, rows, head } }: { readonly verification: AuditVerification }) {
  if (firstBreak !== null) {
    return (
      <Alert color="red" icon={<IconAlertCircle aria-hidden />} title={`The log is broken at row ${firstBreak.seq}`}>
        {firstBreak.message}
      </Alert>
    )
  }
  return (
    <Group gap="xs">
      <IconShieldCheck size={18} aria-hidden />
      <Text size="sm">The log is intact: {formatCount(rows)} rows.</Text>
      <HashText value={head.rowHash} label="hash of the last row" />
    </Group>
  )
}
