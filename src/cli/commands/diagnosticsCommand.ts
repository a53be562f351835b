import type { Command } from 'commander'
import { globalOptions, withApplication } from '../commandContext.ts'
import type { Terminal } from '../terminal.ts'
import { writeStream } from '../writeFiles.ts'

const EXAMPLE = `
Passwords and tokens are masked. Read the file before you pass it on: it names your database and your folders.

Example:
  $ aurelius diagnostics --out diagnostics.json`

export function addDiagnosticsCommand(program: Command, terminal: Terminal): void {
  program
    .command('diagnostics')
    .description('Describe this installation and its database for somebody who helps, without secrets.')
    .option('--out <file>', 'write to this file instead of printing')
    .addHelpText('after', EXAMPLE)
    .action(async ({ out }: { out?: string }, command: Command) => {
      const { text } = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.system.diagnostics())
      if (out === undefined) return terminal.write(text)
      await writeStream(out, piecesOf(text))
      terminal.say(`Written to ${out}`)
    })
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  yield text
}
