import type { CheckResult } from '#shared/domain/gate.ts'
import type { StrategyWords } from '../subject.ts'
import { type CheckDefinition, conclude, exactly } from './conclude.ts'

const D15: CheckDefinition = { id: 'D15', title: 'Purpose written down', blocking: true, waivable: true, unit: 'count', source: 'strategy' }

const NEEDED = [
  { name: 'hypothesis', label: 'hypothesis' },
  { name: 'intendedUse', label: 'intended use' },
  { name: 'limitations', label: 'limitations' },
] as const

/** D15: hypothesis, intended use and limitations are written down; without an owner it warns, for nobody can approve it then. */
export function checkStrategyWords(words: StrategyWords): CheckResult {
  const empty = NEEDED.filter(({ name }) => words[name].trim() === '').map(({ label }) => label)
  const hasOwner = words.owner.trim() !== ''
  return conclude(D15, {
    state: empty.length > 0 ? 'FAIL' : hasOwner ? 'PASS' : 'WARN',
    value: empty.length + Number(!hasOwner),
    threshold: exactly(0),
    summary:
      empty.length > 0
        ? `Not written down: ${[...empty, ...(hasOwner ? [] : ['owner'])].join(', ')}.`
        : hasOwner
          ? `Hypothesis, intended use and limitations are written down; ${words.owner.trim()} answers for them.`
          : 'Hypothesis, intended use and limitations are written down, but nobody is named who answers for them.',
    action: 'Edit the strategy: say why it should earn, what it is for, where it fails, and who answers for it as its owner.',
    evidence: [
      ...NEEDED.map(({ name, label }) => ({ label, value: words[name] || 'empty' })),
      { label: 'owner', value: words.owner || 'empty' },
    ],
  })
}
