import { readFileSync, statSync } from 'node:fs'
import { AppError, assertNever } from '#shared/domain/appError.ts'
import type { PostgresConnection } from '#shared/domain/connection.ts'

export interface TlsOptions {
  readonly rejectUnauthorized: boolean
  /** PEM text. */
  readonly ca?: string
  readonly checkServerIdentity?: () => undefined
}

/** Certificate bundles of whole operating systems stay below this. */
const CA_FILE_LIMIT_BYTES = 1024 * 1024

/**
 * false = in the clear. `require` encrypts without knowing whom it talks to; `verify-ca` checks who signed the
 * certificate, `verify-full` the host name in it too. Throws `invalid_input` for a CA file that cannot be used.
 */
export function tlsOptions({ tls, tlsCaFile }: Pick<PostgresConnection, 'tls' | 'tlsCaFile'>): false | TlsOptions {
  const trusted = tlsCaFile === undefined ? {} : { ca: readCaFile(tlsCaFile) }
  switch (tls) {
    case 'disable':
      return false
    case 'require':
      return { rejectUnauthorized: false }
    case 'verify-ca':
      return { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...trusted }
    case 'verify-full':
      return { rejectUnauthorized: true, ...trusted }
    default:
      return assertNever(tls)
  }
}

function readCaFile(file: string): string {
  const text = readSmallFile(file)
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw unusable(file, 'it holds no certificate in PEM form ("-----BEGIN CERTIFICATE-----")')
}

function readSmallFile(file: string): string {
  try {
    if (statSync(file).size <= CA_FILE_LIMIT_BYTES) return readFileSync(file, 'utf8')
  } catch (error) {
    throw unusable(file, `it could not be read (${(error as NodeJS.ErrnoException).code})`)
  }
  throw unusable(file, 'it is larger than 1 MB')
}

function unusable(file: string, reason: string): AppError {
  return new AppError(
    'invalid_input',
    `The CA file ${file} cannot be used: ${reason}. Choose the PEM file of your server's certificate authority.`,
    {
      details: { field: 'tlsCaFile' },
    },
  )
}
