import { Button, Group, Stack } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorNotice } from './ErrorNotice.tsx'

interface Confirmation {
  /** A question: "Delete Sma 20/50?" */
  readonly title: string
  /** What will happen, naming everything that goes with it. */
  readonly body: ReactNode
  /** The verb on the button. */
  readonly confirmLabel: string
  readonly isDestructive?: boolean
  /** Does the work; the dialog waits, and shows the error when it fails. */
  readonly onConfirm: () => Promise<unknown>
}

function ConfirmBody({ confirmation, close }: { confirmation: Confirmation; close: () => void }) {
  const work = useMutation({ mutationFn: confirmation.onConfirm, onSuccess: close })
  return (
    <Stack>
      <div>{confirmation.body}</div>
      {work.error !== null && <ErrorNotice error={work.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          {confirmation.isDestructive ? 'Keep' : 'Cancel'}
        </Button>
        <Button {...(confirmation.isDestructive ? { color: 'danger' } : {})} loading={work.isPending} onClick={() => work.mutate()}>
          {confirmation.confirmLabel}
        </Button>
      </Group>
    </Stack>
  )
}

/** Asks before doing something that cannot be undone. */
export function confirmAction(confirmation: Confirmation): void {
  const modalId = modals.open({
    title: confirmation.title,
    children: <ConfirmBody confirmation={confirmation} close={() => modals.close(modalId)} />,
  })
}

interface Deletion {
  /** Kind and name of what goes: `dataset "S&P 500"`. */
  readonly what: string
  /** What goes with it and what stays. */
  readonly consequences: ReactNode
  readonly onConfirm: () => Promise<unknown>
}

/** Asks before deleting, naming what the deletion takes along. */
export function confirmDelete({ what, consequences, onConfirm }: Deletion): void {
  confirmAction({ title: `Delete ${what}?`, body: consequences, confirmLabel: 'Delete', isDestructive: true, onConfirm })
}
