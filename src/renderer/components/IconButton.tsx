import { ActionIcon } from '@mantine/core'
import type { ReactNode } from 'react'
import { tipProps } from './SharedTip.tsx'

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
    <ActionIcon size="lg" aria-label={label} disabled={disabled} onClick={onClick} {...tipProps(label)}>
      {children}
    </ActionIcon>
  )
}
