import { Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { RowAction } from './dataTableProps.ts'
import { RowButton } from './RowButton.tsx'

interface RowMenuProps {
  readonly name: string
  /** Asked each time the menu opens. */
  readonly actionsNow: () => readonly RowAction[]
}

/** A menu costs more to draw than the rest of its row, so it is made when it is first asked for. */
export function RowMenu({ name, actionsNow }: RowMenuProps) {
  const [actions, setActions] = useState<readonly RowAction[] | null>(null)
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const open = () => {
    setActions(actionsNow())
    setOpen(true)
  }
  const label = `Actions for ${name}`
  const dots = <IconDots size={16} aria-hidden />
  if (actions === null) {
    return (
      <RowButton aria-label={label} aria-haspopup="menu" aria-expanded={false} onClick={open}>
        {dots}
      </RowButton>
    )
  }
  const change = (opened: boolean) => (opened ? open() : setOpen(false))
  return (
    <Menu position="bottom-end" withinPortal opened={isOpen} onChange={change} onClose={() => button.current?.focus()}>
      <Menu.Target>
        <RowButton aria-label={label} ref={button}>
          {dots}
        </RowButton>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  )
}
