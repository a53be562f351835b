import { formatCount } from './figures.ts'

/** "1 run", "2,000 runs". */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** "3 backtests, 2 sweeps and 1 validation", without what there is none of; '' when there is nothing. */
export function listCounts(counts: readonly (readonly [count: number, noun: string])[]): string {
  const parts = counts.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun))
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ')
}
