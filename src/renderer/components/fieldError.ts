import { readError } from '../api/readError.ts'

/**
 * What the application said about one field of a form, or undefined. It names fields by their path in the input
 * (`settings.start_date`, `strategy.parameters.fast`); `field` is the end of that path.
 */
export function fieldErrorOf(error: unknown, field: string): string | undefined {
  if (error === null || error === undefined) return undefined
  const { message, details } = readError(error)
  const path = details['field']
  if (typeof path !== 'string' || (path !== field && !path.endsWith(`.${field}`))) return undefined
  return message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message
}
