import type { Client } from '#shared/contract/contract.ts'
import type { GateType } from '#shared/domain/gate.ts'
import { gateEntry } from './olderEntries.ts'
import type { OlderImplementer } from './olderImplementer.ts'
import type { GateEntry } from './olderSchemas.ts'

export function implementGates({ gates }: OlderImplementer, client: Client) {
  const run = async (
    gateType: Parameters<Client['gates']['run']>[0]['gateType'],
    input: { strategy_id: string; backtest_id: string | null },
  ) => {
    const result = await client.gates.run({ strategyId: input.strategy_id, gateType, backtestId: input.backtest_id })
    return { strategy_id: input.strategy_id, ...gateEntry(result) }
  }
  return {
    dev: gates.dev.handler(({ input }) => run('dev', input)),
    crv: gates.crv.handler(({ input }) => run('crv', input)),
    product: gates.product.handler(({ input }) => run('product', input)),
    status: gates.status.handler(async ({ input: { strategy_id } }) => {
      // An unknown strategy has no gates either; asking for it first says so.
      await client.strategies.get({ id: strategy_id })
      const [dev, crv, product] = [
        await latestGate(client, strategy_id, 'dev'),
        await latestGate(client, strategy_id, 'crv'),
        await latestGate(client, strategy_id, 'product'),
      ]
      const { items } = await client.validations.list({ strategyId: strategy_id, statuses: ['completed'], limit: 1 })
      const isValidated = items[0]?.metrics?.passed === true
      const reasons = [...blockReasons('Dev', dev), ...blockReasons('CRV', crv), ...blockReasons('Product', product)]
      const passed = [dev, crv, product].filter((gate) => gate?.passed === true).length
      return {
        strategy_id,
        dev_gate_passed: dev?.passed === true,
        crv_gate_passed: crv?.passed === true,
        validation_passed: isValidated,
        production_ready: product?.passed === true && product.production_ready,
        promotion_block_reasons: isValidated ? reasons : [...reasons, 'No completed validation is marked stable.'],
        dev_gate: dev,
        crv_gate: crv,
        product_gate: product,
        readiness: { score: passed / 3, status: passed === 3 ? 'ready' : `${passed} of 3 gates passed` },
      }
    }),
  }
}

export async function latestGate(client: Client, strategyId: string, gateType: GateType): Promise<GateEntry | null> {
  const [latest] = await client.gates.history({ strategyId, gateType, limit: 1 })
  return latest === undefined ? null : gateEntry(latest)
}

function blockReasons(name: string, gate: GateEntry | null): string[] {
  if (gate === null) return [`${name} gate: never run.`]
  if (gate.passed) return []
  if (gate.gate_status === 'stale') return [`${name} gate: what it judged has changed since; run it again.`]
  const failed = gate.checks.filter(({ passed }) => !passed).map(({ name: check, message }) => `${name} gate, ${check}: ${message}`)
  return failed.length > 0 ? failed : [`${name} gate: ${gate.recommendation}`]
}
