import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { addAdoptCommand } from './adoptCommand.ts'
import { addRemovalCommands } from './database/removalCommands.ts'
import { addSchemaCommands } from './database/schemaCommands.ts'
import { addTransferCommands } from './database/transferCommands.ts'

const EXAMPLE = `
Examples:
  $ aurelius db status --db postgresql://quant@db.example.org/research
  $ aurelius db migrate --db ./research.sqlite
  $ aurelius db backup ./research-2026-01-31.sqlite
  $ aurelius db copy ./research.sqlite postgresql://quant@db.example.org/research

A password may stand in the URL or in DB_PASSWORD; it is never shown.`

export function addDatabaseCommand(program: Command, terminal: Terminal): void {
  const database = program
    .command('db')
    .description('Look at the database, change its schema, copy it, back it up.')
    .addHelpText('after', EXAMPLE)
  addSchemaCommands(database, terminal)
  addTransferCommands(database, terminal)
  addRemovalCommands(database, terminal)
  addAdoptCommand(database, terminal)
}
