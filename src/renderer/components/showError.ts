import { notifications } from '@mantine/notifications'
import { readError } from '../api/readError.ts'

/** Says in a notice what went wrong; `title` says of what. */
export function showError(error: unknown, title?: string): void {
  notifications.show({ color: 'red', ...(title === undefined ? {} : { title }), message: readError(error).message })
}
