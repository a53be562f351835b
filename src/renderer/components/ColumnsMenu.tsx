import { ActionIcon, Menu } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useState } from 'react'
import type { DataColumn } from './dataTableProps.ts'
import { MenuOnDemand } from './MenuOnDemand.tsx'
import type { ShownColumns } from './shownColumns.ts'

interface ColumnsMenuProps<Row, SortKey extends string> {
  readonly all: readonly DataColumn<Row, SortKey>[]
  readonly shown: ShownColumns<Row, SortKey>
}

/** Shows and hides the columns of a table, all but the one that names the row. */
export function ColumnsMenu<Row, SortKey extends string>({ all, shown }: ColumnsMenuProps<Row, SortKey>) {
  const [isOpen, setOpen] = useState(false)
  const button = (
    <ActionIcon size="sm" aria-label="Choose columns">
      <IconColumns3 size={16} aria-hidden />
    </ActionIcon>
  )
  return (
    <MenuOnDemand button={button} position="bottom-end" closeOnItemClick={false} isOpen={isOpen} onChange={setOpen}>
      {all.slice(1).map(({ id, header }) => (
        <Menu.CheckboxItem key={id} checked={shown.isShown(id)} onChange={() => shown.toggle(id)}>
          {header}
        </Menu.CheckboxItem>
      ))}
      <Menu.Divider />
      <Menu.Item disabled={shown.showAll === undefined} onClick={shown.showAll}>
        Show all columns
      </Menu.Item>
    </MenuOnDemand>
  )
}
