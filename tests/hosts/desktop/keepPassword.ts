import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '#shared/contract/contract.ts'

const PASSWORD = 'hunter2-of-the-desk'

/** Saves a connection with its password as a window would, and looks at what the window and the disk know of it afterwards. */
export async function keepPassword(client: Client): Promise<Record<string, unknown>> {
  const { dataDirectory } = await client.system.info()
  const connection = { dialect: 'postgres', host: '127.0.0.1', port: 1, database: 'quant', user: 'ada', tls: 'disable' } as const
  const saved = await client.profiles.save({ name: 'Desk', connection, password: PASSWORD })
  const list = await client.profiles.list()
  const read = (name: string) => readFile(join(dataDirectory, name), 'utf8').catch(() => '')
  const [config, secrets] = [await read('config.json'), await read('secrets.json')]
  return {
    state: saved.password,
    vault: list.vault.keeps,
    isNamed: config.includes('"Desk"'),
    isSealed: Object.keys(JSON.parse(secrets === '' ? '{}' : secrets) as object).includes(saved.id),
    isInTheOpen: [JSON.stringify(list), config, secrets].some((text) => text.includes(PASSWORD)),
  }
}
