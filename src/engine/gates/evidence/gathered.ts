import { isAppError } from '#shared/domain/appError.ts'

/** A piece of evidence, or in words why it is not there. What is missing is never a pass. */
export type Gathered<Value> = { readonly value: Value; readonly missing: null } | { readonly value: null; readonly missing: string }

export function missing(reason: string): { readonly value: null; readonly missing: string } {
  return { value: null, missing: reason }
}

/** Runs one step of gathering; an error becomes missing evidence with its message. A cancellation is passed on. */
export function gather<Value>(step: () => Value): Gathered<Value> {
  try {
    return { value: step(), missing: null }
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error
    return missing(error instanceof Error ? error.message : String(error))
  }
}

/** The next step on a piece of evidence; what is missing stays missing for its own reason. */
export function whenKnown<From, To>(evidence: Gathered<From>, step: (value: From) => To): Gathered<To> {
  return evidence.missing === null ? gather(() => step(evidence.value)) : missing(evidence.missing)
}

/** The next step on two pieces of evidence. */
export function whenBoth<First, Second, To>(
  first: Gathered<First>,
  second: Gathered<Second>,
  step: (first: First, second: Second) => To,
): Gathered<To> {
  if (first.missing !== null) return missing(first.missing)
  return whenKnown(second, (value) => step(first.value, value))
}
