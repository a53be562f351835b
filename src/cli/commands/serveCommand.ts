import type { Command } from 'commander'
import { globalOptions } from '../commandContext.ts'
import { readPort } from '../readOption.ts'

interface ServeOptions {
  readonly port: number
  readonly open?: boolean
}

const EXAMPLE = `
The printed address holds a token: whoever opens it is let in, nobody else. Ctrl-C stops the host.
The same procedures answer REST requests under /api/v1 (openapi.json describes them).

Example:
  $ aurelius serve --port 8420`

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Serve the application to a browser on 127.0.0.1.')
    .option('--port <n>', 'TCP port; 0 = any free one', readPort, 0)
    .option('--open', 'open a window as well')
    .addHelpText('after', EXAMPLE)
    .action(async ({ port, open }: ServeOptions, command: Command) => {
      const { serveApplication } = await import('../../main/hosts/node/serveApplication.ts')
      const { db, dataDir } = globalOptions(command)
      await serveApplication({ database: db ?? null, dataDirectory: dataDir ?? null, port, open: open ?? false })
    })
}
