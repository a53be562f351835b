const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Facts of one run on one machine, not of the contract. */
const PASSING = new Set([
  'createdAtMs',
  'updatedAtMs',
  'startedAtMs',
  'completedAtMs',
  'endedAtMs',
  'durationMs',
  'timestampMs',
  'grantedAtMs',
  'revokedAtMs',
  'resolvedAtMs',
  'lockedAtMs',
  'suppliedAtMs',
  'latencyMs',
  'estimatedMs',
  'nextCursor',
])

/**
 * Puts the same words for what differs from one run of a transcript to the next: ids by order of appearance, clock
 * readings, the temporary folder. Everything else, doubles above all, stays as it is.
 */
export function createAnonymiser(folder: string): (value: unknown) => unknown {
  const names = new Map<string, string>()
  const nameOf = (id: string) => {
    if (!names.has(id)) names.set(id, `id-${names.size + 1}`)
    return names.get(id)!
  }
  const anonymise = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(folder, '(folder)').replace(UUID, nameOf)
    if (Array.isArray(value)) return value.map(anonymise)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, PASSING.has(key) && item !== null ? '(passing)' : anonymise(item)]),
    )
  }
  return anonymise
}
