import type { Knex } from 'knex'

const ignore = () => undefined

/** Knex prints what it also throws; errors reach the caller as AppError, and standard output stays data only. */
export const KNEX_LOG: Knex.Logger = { error: ignore, warn: ignore, deprecate: ignore, debug: ignore }
