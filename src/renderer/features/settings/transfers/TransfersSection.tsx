import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BackupFolder, TransferTask } from '#shared/domain/transfer.ts'
import { useApi } from '../../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { BackUpDialog } from './BackUpDialog.tsx'
import { BackupFiles, type ChosenBackup } from './BackupFiles.tsx'
import { CopyDialog } from './CopyDialog.tsx'
import { SchedulePanel } from './SchedulePanel.tsx'
import { TransferStatus } from './TransferStatus.tsx'
import { type Transfers, useTransfers } from './useTransfers.ts'

/** Backups, their schedule, and moving to another database. */
export function TransfersSection() {
  const api = useApi()
  const backups = useQuery(api.transfers.backups.queryOptions())
  const transfers = useTransfers()
  if (backups.data === undefined) {
    return backups.error === null ? <Skeleton height={220} /> : <ErrorNotice error={backups.error} onRetry={() => void backups.refetch()} />
  }
  return (
    <Stack>
      {transfers.start.error !== null && <ErrorNotice error={transfers.start.error} title="This was not begun" />}
      {transfers.latest !== null && <TransferStatus transfer={transfers.latest} cancel={transfers.cancel} />}
      <BackupsPanel backups={backups.data} transfers={transfers} />
      <SchedulePanel backups={backups.data} />
      <MovePanel backups={backups.data} transfers={transfers} />
    </Stack>
  )
}

interface PanelProps {
  readonly backups: BackupFolder
  readonly transfers: Transfers
}

function BackupsPanel({ backups, transfers }: PanelProps) {
  const api = useApi()
  const [isNaming, naming] = useDisclosure(false)
  const [restoring, setRestoring] = useState<ChosenBackup | null>(null)
  const choose = useMutation(
    api.transfers.chooseFile.mutationOptions({
      onSuccess: (chosen) => chosen !== null && setRestoring({ file: { by: 'dialog', token: chosen.token }, name: chosen.name }),
    }),
  )
  const begin = (task: TransferTask) => transfers.start.mutate(task)
  return (
    <Panel
      title="Backups"
      actions={
        <>
          {backups.hasDialogs && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={transfers.isBusy}
              loading={choose.isPending}
              onClick={() => choose.mutate({ purpose: 'open' })}
            >
              Restore a file
            </Button>
          )}
          <Button size="compact-sm" disabled={transfers.isBusy} onClick={naming.open}>
            Back up now
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          In {backups.folder}
        </Text>
        <BackupFiles
          backups={backups}
          isBusy={transfers.isBusy}
          onVerify={({ file }) => begin({ kind: 'verify', file })}
          onRestore={setRestoring}
        />
        {choose.error !== null && <ErrorNotice error={choose.error} />}
      </Stack>
      <BackUpDialog
        isOpen={isNaming}
        backups={backups}
        onClose={naming.close}
        onStart={(file) => {
          naming.close()
          begin({ kind: 'backup', file })
        }}
      />
      <CopyDialog
        title={restoring === null ? null : `Restore ${restoring.name}`}
        stem="restored"
        verb="Restore"
        note="The backup is checked first. The database in use is left alone; you can switch once the rows are there."
        backups={backups}
        onClose={() => setRestoring(null)}
        onStart={(to, replace) => {
          if (restoring !== null) begin({ kind: 'restore', file: restoring.file, to, replace })
          setRestoring(null)
        }}
      />
    </Panel>
  )
}

function MovePanel({ backups, transfers }: PanelProps) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <Panel
      title="Move to another database"
      actions={
        <Button size="compact-sm" variant="default" disabled={transfers.isBusy} onClick={dialog.open}>
          Copy to another database
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        Copies everything in the database in use, from a file to a server or back. Save the server under Connections first, and run nothing
        meanwhile: what is written during the copy stays behind.
      </Text>
      <CopyDialog
        title={isOpen ? 'Copy the database in use' : null}
        stem="copy"
        verb="Copy"
        note="Every row is read back and compared. A copy that is stopped goes on when it is started again."
        backups={backups}
        onClose={dialog.close}
        onStart={(to, replace) => {
          dialog.close()
          transfers.start.mutate({ kind: 'copy', to, replace })
        }}
      />
    </Panel>
  )
}
