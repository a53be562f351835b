import { Alert, Button, Group } from '@mantine/core'
import { Link } from 'react-router'

/** Says that there is nothing to run on, and leads to where data come from; nothing while some fit or it is not known. */
export function MissingData({ message }: { readonly message: string | null }) {
  if (message === null) return null
  return (
    <Alert color="yellow" role="status">
      {message}
      <Group gap="xs" mt="xs">
        <Button component={Link} to="/data?import=yes" size="compact-sm" variant="default">
          Import data
        </Button>
        <Button component={Link} to="/data" size="compact-sm" variant="default">
          Go to Data
        </Button>
      </Group>
    </Alert>
  )
}
