import { Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { RowAction } from './dataTableProps.ts'
import { MenuOnDemand } from './MenuOnDemand.tsx'
import { RowButton } from './RowButton.tsx'

interface RowMenuProps {
  readonly name: string
  /** Asked each time the menu opens. */
  readonly actionsNow: () => readonly RowAction[]
}

/** What can be done with a row. */
export function RowMenu({ name, actionsNow }: RowMenuProps) {
  const [actions, setActions] = useState<readonly RowAction[]>([])
  const [isOpen, setOpen] = useState(false)
  const change = (opened: boolean) => {
    if (opened) setActions(actionsNow())
    setOpen(opened)
  }
  const button = (
    <RowButton aria-label={`Actions for ${name}`}>
      <IconDots size={16} aria-hidden />
    </RowButton>
  )
  return (
    <MenuOnDemand button={button} position="bottom-end" isOpen={isOpen} onChange={change}>
      {actions.map(({ label, icon, run, isDestructive = false, isDisabled = false }) => (
        <Menu.Item
          key={label}
          leftSection={icon}
          disabled={isDisabled}
          onClick={run}
          {...(isDestructive ? { c: 'var(--verdict-fail)' } : {})}
        >
          {label}
        </Menu.Item>
      ))}
    </MenuOnDemand>
  )
}
