import { Button, Group, Kbd, Modal, Table } from '@mantine/core'
import { Link } from 'react-router'
import { useShortcuts } from '../components/shortcuts.tsx'
import { HELP_PAGES } from './palettePages.ts'

const ALWAYS = [
  { key: 'Ctrl/Cmd K', label: 'Search pages, actions, strategies, runs and data' },
  { key: 'Esc', label: 'Close a dialog, menu or drawer' },
  { key: 'F6', label: 'Next pane; with Shift the one before' },
  { key: '↑ ↓ Enter', label: 'Move through a table and open a row' },
  { key: '← ↑ → ↓ Enter', label: 'Move over a heatmap and open what a cell stands for' },
  { key: 'Ctrl wheel', label: 'Zoom a chart; drag it to pan' },
]

/** Every key that does something here and now, and the way to further help. */
export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts">
      <Group gap="xs" mb="sm">
        {HELP_PAGES.map(({ title, path, Icon }) => (
          <Button key={path} component={Link} to={path} variant="default" leftSection={<Icon size={16} aria-hidden />} onClick={onClose}>
            {title}
          </Button>
        ))}
      </Group>
      <KeyTable />
    </Modal>
  )
}

function KeyTable() {
  const shortcuts = useShortcuts()
  return (
    <Table verticalSpacing={6}>
      <Table.Tbody>
        {[...ALWAYS, ...shortcuts].map(({ key, label }) => (
          <Table.Tr key={key}>
            <Table.Td>{label}</Table.Td>
            <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
              <Kbd>{key}</Kbd>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
