import { Menu, type MenuProps } from '@mantine/core'
import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useRef, useState } from 'react'

interface MenuOnDemandProps extends Pick<MenuProps, 'position' | 'closeOnItemClick'> {
  readonly button: ReactElement<ComponentProps<'button'>>
  readonly isOpen: boolean
  readonly onChange: (isOpen: boolean) => void
  /** The items. */
  readonly children: ReactNode
}

/** A menu that is made when it is first opened: closed, it costs more to draw than a row of a table. */
export function MenuOnDemand({ button, isOpen, onChange, children, ...menu }: MenuOnDemandProps) {
  const [isMade, setMade] = useState(isOpen)
  const target = useRef<HTMLButtonElement>(null)
  if (isOpen && !isMade) setMade(true)
  if (!isMade) return cloneElement(button, { 'aria-haspopup': 'menu', 'aria-expanded': false, onClick: () => onChange(true) })
  return (
    <Menu {...menu} withinPortal opened={isOpen} onChange={onChange} onClose={() => target.current?.focus()}>
      <Menu.Target>{cloneElement(button, { ref: target })}</Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}
