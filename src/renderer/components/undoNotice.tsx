import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

interface UndoNotice {
  /** What was done: "Archived Golden cross". */
  readonly message: string
  readonly onUndo: () => void
  /** How long the way back is offered; the usual time of a notice when left out. */
  readonly forMs?: number
  /** Called when the notice goes, also after an undo. */
  readonly onGone?: () => void
}

/** Tells what was done and offers the way back; answers the notice's id. */
export function showUndo({ message, onUndo, forMs, onGone }: UndoNotice): string {
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          flex="none"
          onClick={() => {
            onUndo()
            notifications.hide(id)
          }}
        >
          Undo
        </Button>
      </Group>
    ),
    ...(forMs === undefined ? {} : { autoClose: forMs }),
    ...(onGone === undefined ? {} : { onClose: onGone }),
  })
  return id
}
