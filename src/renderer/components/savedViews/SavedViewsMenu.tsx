import { Button, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBookmark, IconDeviceFloppy, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { MenuOnDemand } from '../MenuOnDemand.tsx'
import { showUndo } from '../undoNotice.tsx'
import { SaveViewDialog } from './SaveViewDialog.tsx'
import { addressOfView, type SavedView, useSavedViews } from './savedViews.ts'

interface SavedViewsMenuProps {
  /** Names the list in this browser's memory. */
  readonly list: string
  /** Keys of the address that open dialogs and are no part of a view. */
  readonly passingKeys: readonly string[]
}

const DEFAULT_VIEW = { name: 'Default view', address: '' }

/** Search, filters and order of a list, kept under names in this browser. */
export function SavedViewsMenu({ list, passingKeys }: SavedViewsMenuProps) {
  const [params, setParams] = useSearchParams()
  const { views, save, remove } = useSavedViews(list)
  const [isSaving, dialog] = useDisclosure(false)
  const [isOpen, setOpen] = useState(false)
  const address = addressOfView(params, passingKeys)
  const current = views.find((view) => view.address === address)
  const removeView = (view: SavedView) => {
    remove(view.name)
    showUndo({ message: `Deleted the view “${view.name}”`, onUndo: () => save(view) })
  }
  const button = (
    <Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />}>
      {current?.name ?? 'Views'}
    </Button>
  )
  return (
    <>
      <MenuOnDemand button={button} position="bottom-start" isOpen={isOpen} onChange={setOpen}>
        {[DEFAULT_VIEW, ...views].map((view) => (
          <Menu.RadioItem
            key={view.name}
            value={view.name}
            checked={view.address === address}
            closeMenuOnClick
            onChange={() => setParams(view.address)}
          >
            {view.name}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconDeviceFloppy size={14} aria-hidden />} onClick={dialog.open}>
          Save this view
        </Menu.Item>
        {current !== undefined && (
          <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} c="var(--verdict-fail)" onClick={() => removeView(current)}>
            Delete “{current.name}”
          </Menu.Item>
        )}
      </MenuOnDemand>
      <SaveViewDialog
        isOpen={isSaving}
        takenNames={views.map(({ name }) => name)}
        onClose={dialog.close}
        onSave={(name) => {
          save({ name, address })
          dialog.close()
        }}
      />
    </>
  )
}
