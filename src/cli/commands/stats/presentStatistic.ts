import type { Command } from 'commander'
import { CONVENTIONS, type ConventionId } from '#engine/statistics/conventions.ts'
import type { Measured } from '#engine/statistics/measured.ts'
import { present } from '../../commandContext.ts'
import { formatValue } from '../../figures.ts'
import { formatFacts } from '../../table.ts'
import type { Terminal } from '../../terminal.ts'

export interface Statistic {
  readonly name: string
  readonly convention: ConventionId
  readonly value: Measured
  /** Further JSON keys: what it was computed from and what came with it. */
  readonly details: Readonly<Record<string, unknown>>
  /** Lines for people after the value. */
  readonly facts: readonly (readonly [name: string, value: string])[]
}

/** JSON has the keys statistic, convention, value, reason (null unless the value is) and the details. */
export function presentStatistic(command: Command, terminal: Terminal, statistic: Statistic): void {
  const { name, convention, value, details, facts } = statistic
  const text = formatFacts([
    [name, value.value === null ? `undefined: ${value.reason}` : formatValue(value.value)],
    ...facts,
    ['Definition', `${CONVENTIONS[convention]} [${convention}]`],
  ])
  present(command, terminal, { json: { statistic: name, convention, value: value.value, reason: value.reason, ...details }, text })
}

export const showMeasured = ({ value, reason }: Measured): string => (value === null ? `undefined: ${reason}` : formatValue(value))
