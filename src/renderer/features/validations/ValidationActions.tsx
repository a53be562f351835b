import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { useValidationActions } from './useValidationActions.tsx'

interface ValidationActionsProps {
  readonly validation: Validation
  readonly onDeleted: () => void
}

/** Exports of a finished validation; any that is not under way can be deleted. */
export function ValidationActions({ validation, onDeleted }: ValidationActionsProps) {
  const { askDelete } = useValidationActions()
  const { id, status, plan, windows } = validation
  return (
    <>
      {!isUnderWay(status) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={36} variant="default" aria-label="More actions">
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              c="var(--verdict-fail)"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => askDelete(validation, onDeleted)}
            >
              Delete validation
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {status === 'completed' && plan !== null && (
        <>
          <ExportCsvButton input={{ table: 'validation_equity', validationId: id }} label="Export curve" />
          <ExportCsvButton input={{ table: 'validation_trials', validationId: id }} label="Export trials" />
        </>
      )}
      {windows !== null && (
        <ExportCsvButton input={{ table: 'validation_windows', validationId: id }} label="Export windows" withShortcut />
      )}
    </>
  )
}
