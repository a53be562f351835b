import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { addSampleCommands } from './stats/sampleCommands.ts'
import { addSharpeCommands } from './stats/sharpeCommands.ts'

const EXAMPLE = `
Sharpe ratios of psr, dsr and mintrl are per period (daily 0.1, not annual 1.6), and kurtosis is not excess.
With --json each prints one document with the id of the definition it used; an undefined value is null with its reason.

Examples:
  $ aurelius stats psr --sharpe 0.458 --n 24 --skew -2.448 --kurtosis 10.164
  $ aurelius stats dsr --sharpe 0.158 --n 1250 --skew -3 --kurtosis 10 --trials 100 --variance 0.002
  $ aurelius stats pbo --matrix trials.csv --blocks 16
  $ aurelius stats spa --matrix trials.csv --benchmark buy_and_hold`

/** Statistics of evidence on given numbers: for people, and for checking ours against others. */
export function addStatsCommand(program: Command, terminal: Terminal): void {
  const stats = program.command('stats').description('Statistics of evidence: PSR, DSR, track record, PBO, bootstrap, SPA.')
  stats.addHelpText('after', EXAMPLE)
  addSharpeCommands(stats, terminal)
  addSampleCommands(stats, terminal)
}
