/** Parameters on one line; a window that chose nothing says so. */
export function describeParameters(parameters: Readonly<Record<string, string | number | boolean>> | null): string {
  if (parameters === null) return 'none had a value'
  const pairs = Object.entries(parameters).map(([name, value]) => `${name} ${value}`)
  return pairs.length === 0 ? "the strategy's own" : pairs.join(', ')
}
