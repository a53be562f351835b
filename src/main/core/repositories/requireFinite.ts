import { AppError } from '#shared/domain/appError.ts'

/** Refuses NaN and infinities before a database turns them into null or keeps them. Throws `invalid_input` naming the value. */
export function requireFinite(values: Readonly<Record<string, number | null>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && !Number.isFinite(value)) {
      throw new AppError('invalid_input', `${name} is ${value}. An undefined value must be stored as null with a reason.`, {
        details: { field: name },
      })
    }
  }
}
