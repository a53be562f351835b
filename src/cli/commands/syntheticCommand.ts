import type { Command } from 'commander'
import { panelCsv } from '#engine/market/panelCsv.ts'
import { DEFAULT_UNIVERSE, makeSyntheticUniverse } from '#engine/market/syntheticUniverse.ts'
import { msToDate } from '#shared/domain/calendarDate.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { readCount } from '../readOption.ts'
import { formatFacts } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { writeStream } from '../writeFiles.ts'
import { datasetTable } from './datasets/datasetTable.ts'

interface SyntheticOptions {
  readonly out?: string
  readonly seed: number
  readonly pairs: number
  readonly bars: number
}

const EXAMPLE = `
Everything in it is made up, and its symbols say so: cointegrated pairs (SYNTHETIC01 and SYNTHETIC02, ...), calm and
stormy regimes, a carry column, missing bars, symbols that start late and end early. The same options give the same file.

Examples:
  $ aurelius datasets synthetic
  $ aurelius datasets synthetic --out synthetic.csv
  $ echo '{"strategy": {"type": "pairs_trading"}}' > spec.json
  $ aurelius run --spec spec.json --data synthetic.csv --out results`

export function addSyntheticCommand(datasets: Command, terminal: Terminal): void {
  datasets
    .command('synthetic')
    .description('Make a synthetic universe of several symbols, for panel strategies.')
    .option('--out <file>', 'CSV file to write (default: the universe becomes a data set)')
    .option('--seed <n>', 'another number, another universe', readCount, DEFAULT_UNIVERSE.seed)
    .option('--pairs <n>', 'cointegrated pairs of symbols', readCount, DEFAULT_UNIVERSE.pairs)
    .option('--bars <n>', 'weekdays from 2010-01-04 on', readCount, DEFAULT_UNIVERSE.bars)
    .addHelpText('after', EXAMPLE)
    .action(async ({ out, seed, pairs, bars }: SyntheticOptions, command: Command) => {
      const plan = { seed, pairs, bars }
      if (out === undefined) {
        const dataset = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
          client.datasets.importSynthetic(plan),
        )
        return present(command, terminal, { json: dataset, text: datasetTable([dataset]) })
      }
      const panel = makeSyntheticUniverse(plan)
      await writeStream(out, pieces(panelCsv(panel)))
      const symbols = panel.instruments.map(({ symbol }) => symbol)
      const last = panel.time[panel.time.length - 1]!
      const facts = { file: out, synthetic: true, symbols, days: panel.time.length, plan }
      const text = formatFacts([
        ['Synthetic', `${symbols.length} made-up symbols, ${symbols[0]} to ${symbols[symbols.length - 1]}`],
        ['Days', `${panel.time.length}, ${msToDate(panel.time[0]!)} to ${msToDate(last)}`],
        ['File', out],
      ])
      present(command, terminal, { json: facts, text })
    })
}

/** Rows by the thousand, so that a large file is not written line by line. */
async function* pieces(lines: Iterable<string>): AsyncGenerator<string> {
  let batch: string[] = []
  for (const line of lines) {
    batch.push(line)
    if (batch.length === 1000) {
      yield batch.join('')
      batch = []
    }
  }
  yield batch.join('')
}
