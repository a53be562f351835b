import { initialSchema } from './0001_initial.ts'
import { adoptedRows } from './0002_adopted_rows.ts'
import { listOrder } from './0003_list_order.ts'
import { sharpeInterval } from './0010_sharpe_interval.ts'
import type { Migration } from './migration.ts'

/** In the order they are applied. */
export const MIGRATIONS: readonly Migration[] = [initialSchema, adoptedRows, listOrder, sharpeInterval]
