import type { Command } from 'commander'
import type { Sweep, SweepSummary } from '#shared/domain/sweep.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { exportCsv } from '../exportCsv.ts'
import { formatCount, formatInstant, formatPercent, formatRatio, formatValue } from '../figures.ts'
import { readItems } from '../pages.ts'
import { readCount } from '../readOption.ts'
import { formatFacts, formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { writeStream } from '../writeFiles.ts'

export function addSweepsCommand(program: Command, terminal: Terminal): void {
  const sweeps = program
    .command('sweeps')
    .description('Stored sweeps: list, show, export. Start one with "aurelius sweep --strategy <id>".')
  addList(sweeps, terminal)
  addShow(sweeps, terminal)
  addExport(sweeps, terminal)
}

function addList(sweeps: Command, terminal: Terminal): void {
  sweeps
    .command('list')
    .description('List sweeps, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--strategy <id>', 'sweeps of one strategy')
    .action(async ({ limit, strategy }: { limit: number; strategy?: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.sweeps.list({ strategyId: strategy ?? null, ...page })),
      )
      present(command, terminal, { json: items, text: sweepsTable(items) })
    })
}

function addShow(sweeps: Command, terminal: Terminal): void {
  sweeps
    .command('show')
    .description('Show a sweep and its best trial.')
    .argument('<id>', 'sweep')
    .action(async (id: string, _options: object, command: Command) => {
      const sweep = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.sweeps.get({ id }))
      present(command, terminal, { json: sweep, text: describeSweep(sweep) })
    })
}

function addExport(sweeps: Command, terminal: Terminal): void {
  sweeps
    .command('export')
    .description("Export a sweep's trials as CSV, byte for byte as the app does.")
    .argument('<id>', 'completed sweep')
    .option('--out <file>', 'file to write (default: standard output)')
    .action(async (sweepId: string, { out }: { out?: string }, command: Command) => {
      await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const pieces = exportCsv(client, { table: 'sweep_trials', sweepId, mode: 'raw' })
        if (out !== undefined) return writeStream(out, pieces)
        for await (const piece of pieces) terminal.write(piece)
      })
    })
}

const bestMetric = ({ best }: SweepSummary, name: string): number | null => best?.metrics[name] ?? null

function sweepsTable(rows: readonly SweepSummary[]): string {
  return formatTable(rows, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STRATEGY', cell: ({ strategyName }) => strategyName },
    { title: 'STATUS', cell: ({ status, paused }) => (paused ? 'paused' : status) },
    { title: 'VARIES', cell: ({ axes }) => axes.map(({ name, values }) => `${name} (${values.length})`).join(' ') },
    { title: 'TRIALS', cell: ({ trialCount }) => formatCount(trialCount), align: 'right' },
    { title: 'BEST SHARPE', cell: (sweep) => formatRatio(bestMetric(sweep, 'sharpe_ratio')), align: 'right' },
    { title: 'RETURN', cell: (sweep) => formatPercent(bestMetric(sweep, 'total_return')), align: 'right' },
    { title: 'DATA', cell: ({ datasetName }) => datasetName },
    { title: 'CREATED', cell: ({ createdAtMs }) => formatInstant(createdAtMs) },
  ])
}

/** A sweep in a few lines; the best trial is picked with hindsight. */
export function describeSweep(sweep: Sweep): string {
  const { best, excluded, refused, trialCount, rankMetric, ranking } = sweep
  const left = excluded + refused === 0 ? '' : ` (${excluded} excluded, ${refused} refused by the strategy)`
  const facts = [
    ['sweep', sweep.id],
    ['strategy', `${sweep.strategyName} v${sweep.strategyVersion}`],
    ['data', `${sweep.datasetName}, ${sweep.startDate} to ${sweep.endDate}`],
    ['status', sweep.status],
    ['trials', `${trialCount}${left}, added to the trial ledger when completed`],
    ['rows hash', sweep.rowsHash ?? '—'],
  ] as const
  if (best === null) return formatFacts(facts)
  const place = Object.entries(best.parameters).map(([name, value]) => `${name}=${value}`)
  return formatFacts([
    ...facts,
    [`first by ${ranking} of ${rankMetric}`, `${place.join(' ')}: ${formatValue(best.score)}`],
    ['its return', formatPercent(best.metrics['total_return'] ?? null)],
    ['its Sharpe', formatRatio(best.metrics['sharpe_ratio'] ?? null)],
    ['its drawdown', formatPercent(best.metrics['max_drawdown'] ?? null)],
  ])
}
