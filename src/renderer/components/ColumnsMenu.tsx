import { ActionIcon, Menu } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { DataColumn } from './dataTableProps.ts'
import type { ShownColumns } from './shownColumns.ts'

interface ColumnsMenuProps<Row, SortKey extends string> {
  readonly all: readonly DataColumn<Row, SortKey>[]
  readonly shown: ShownColumns<Row, SortKey>
}

/** Shows and hides the columns of a table, all but the one that names the row. */
export function ColumnsMenu<Row, SortKey extends string>({ all, shown }: ColumnsMenuProps<Row, SortKey>) {
  return (
    <Menu position="bottom-end" withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon size="sm" aria-label="Choose columns">
          <IconColumns3 size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {all.slice(1).map(({ id, header }) => (
          <Menu.CheckboxItem key={id} checked={shown.isShown(id)} onChange={() => shown.toggle(id)}>
            {header}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={shown.showAll === undefined} onClick={shown.showAll}>
          Show all columns
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
