import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Dataset } from '#shared/domain/dataset.ts'

interface DataWish {
  readonly instruments: readonly string[]
  /** A data set's name, or "default". */
  readonly data_source: string
}

const ANY_SOURCE = 'default'
/** What the older system ran on where nobody said otherwise. */
const USUAL_INSTRUMENTS = 'SPY'

/**
 * The data set a request of the older surface means: by name where it gives one, else by instruments, the newest first.
 * A request that names nothing runs on the only data set there is. Throws `not_found` naming what there is.
 */
export async function chooseDataset(client: Client, { instruments, data_source }: DataWish): Promise<string> {
  const { items } = await client.datasets.list({ limit: 200 })
  const wanted = instruments.map((name) => name.toLowerCase())
  const named = items.filter(({ name }) => data_source === ANY_SOURCE || name === data_source)
  const fitting = named.find((dataset) => holds(dataset, wanted))
  const isUnnamed = data_source === ANY_SOURCE && instruments.join() === USUAL_INSTRUMENTS
  const chosen = fitting ?? (isUnnamed && items.length === 1 ? items[0] : undefined)
  if (chosen !== undefined) return chosen.id
  const known = items.map(({ name, symbols }) => `${name} (${symbols.slice(0, 5).join(', ')})`)
  throw new AppError(
    'not_found',
    `No data set holds ${instruments.join(', ')}${data_source === ANY_SOURCE ? '' : ` and is called ${data_source}`}. ${
      known.length === 0 ? 'Import one first.' : `There are: ${known.slice(0, 10).join('; ')}.`
    }`,
  )
}

function holds({ symbols }: Pick<Dataset, 'symbols'>, wanted: readonly string[]): boolean {
  const held = symbols.map((name) => name.toLowerCase())
  return wanted.length === held.length && wanted.every((name) => held.includes(name))
}
