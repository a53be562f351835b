import { ActionIcon, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

interface IconButtonProps {
  readonly label: string
  readonly disabled?: boolean
  readonly onClick: () => void
  /** The icon. */
  readonly children: ReactNode
}

/** A button that shows an icon and says its label on hover and to screen readers. */
export function IconButton({ label, disabled = false, onClick, children }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
