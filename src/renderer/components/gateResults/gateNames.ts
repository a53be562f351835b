import type { GateType } from '#shared/domain/gate.ts'

/** What a gate asks, for people who meet it for the first time. */
export const GATE_QUESTIONS: Readonly<Record<GateType, string>> = {
  dev: 'Does the same run come out the same, and is it what it says it is?',
  crv: 'Is the return real, and worth its risk?',
  product: 'May this trade with real money?',
}
