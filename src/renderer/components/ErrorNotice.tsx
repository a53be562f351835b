import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconCopy } from '@tabler/icons-react'
import type { AppError, ErrorCode } from '#shared/domain/appError.ts'
import { readError } from '../api/readError.ts'

const TITLES: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'The input was not accepted',
  data_invalid: 'The data was not accepted',
  data_out_of_range: 'The dates lie outside the data',
  too_large: 'This is too large',
  not_found: 'Not found',
  conflict: 'This conflicts with what is stored',
  invalid_transition: 'Not possible in this state',
  forbidden: 'Not allowed',
  unauthorised: 'Not allowed',
  database_unreachable: 'The database cannot be reached',
  database_login_failed: 'The database refused the login',
  database_locked: 'The database is locked',
  database_read_only: 'The database is read-only',
  database_corrupt: 'The database file is damaged',
  database_newer: 'The database is newer than this app',
  database_full: 'No space left for the database',
  migration_required: 'The database needs a migration',
  cancelled: 'Cancelled',
  run_failed: 'The run failed',
  unavailable: 'Aurelius cannot be reached',
  internal: 'Something went wrong',
}

/** Everything support would ask for, in plain text: code, message and facts; never a stack or a secret. */
function describe(error: AppError): string {
  const facts = Object.entries(error.details).map(([name, value]) => `${name}: ${value}`)
  return [`${error.code}: ${error.message}`, ...facts].join('\n')
}

interface ErrorNoticeProps {
  /** Whatever a call threw. */
  readonly error: unknown
  /** Overrides the heading when the page knows better what was being tried. */
  readonly title?: string
  readonly onRetry?: () => void
}

/** What happened, why, and the next step, with details to copy. */
export function ErrorNotice({ error, title, onRetry }: ErrorNoticeProps) {
  const problem = readError(error)
  return (
    <Alert role="alert" color="red" icon={<IconAlertCircle size={18} aria-hidden />} title={title ?? TITLES[problem.code]}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {problem.message}
        </Text>
        <Group gap="xs">
          {onRetry !== undefined && (
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          <CopyButton value={describe(problem)}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy details'}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  )
}
