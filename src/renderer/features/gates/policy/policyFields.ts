import type { GatePolicyDraft } from '#shared/domain/gatePolicy.ts'

/** One number of a policy, by its place in the document. */
export interface PolicyField {
  readonly path: readonly string[]
  readonly label: string
  readonly value: number
}

/** Every number of one gate's part, nested ones included, in the order of the document. */
export function policyFields(draft: GatePolicyDraft, gate: keyof GatePolicyDraft): PolicyField[] {
  return fieldsOf(draft[gate], [gate])
}

function fieldsOf(part: object, path: readonly string[]): PolicyField[] {
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
    const here = [...path, name]
    if (typeof value === 'number') return [{ path: here, label: labelOf(here.slice(1)), value }]
    return typeof value === 'object' && value !== null ? fieldsOf(value, here) : []
  })
}

const PROPER: Readonly<Record<string, string>> = {
  psr: 'PSR',
  dsr: 'DSR',
  pbo: 'PBO',
  spa: 'SPA',
  cvar: 'CVaR',
  sharpe: 'Sharpe',
  tier1: 'tier 1',
}

/** minTradesPerFold reads "Min trades per fold". */
function labelOf(names: readonly string[]): string {
  const words = names
    .join(' ')
    .replaceAll(/([A-Z]+)/g, (capital) => ` ${capital.toLowerCase()}`)
    .split(' ')
    .map((word) => PROPER[word] ?? word)
    .join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The document with one number changed. */
export function withPolicyField(draft: GatePolicyDraft, path: readonly string[], value: number): GatePolicyDraft {
  return replace(draft, path, value) as GatePolicyDraft
}

function replace(part: object, [name = '', ...rest]: readonly string[], value: number): object {
  const inner: unknown = (part as Readonly<Record<string, unknown>>)[name]
  return { ...part, [name]: rest.length === 0 ? value : replace(inner as object, rest, value) }
}
