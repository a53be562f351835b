import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'

interface DetailsDrawerProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  /** Pixels; the usual width when left out. */
  readonly size?: number
  readonly children: ReactNode
}

/**
 * Something to read beside the list it belongs to. The heading takes the focus, so that whoever listens begins with what it
 * is and not with the way out; Tab goes on to the controls and stays within, closing brings the focus back to the list.
 */
export function DetailsDrawer({ isOpen, onClose, title, size, children }: DetailsDrawerProps) {
  const heading = (
    <span tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
      {title}
    </span>
  )
  return (
    <Drawer opened={isOpen} onClose={onClose} title={heading} {...(size === undefined ? {} : { size })}>
      {children}
    </Drawer>
  )
}
