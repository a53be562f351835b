import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { replaceJsonFile } from '#core/config/replaceFile.ts'
import { createSessionVault, type Secret, type Vault } from '#core/config/vault.ts'
import { AppError } from '#shared/domain/appError.ts'

/** The part of Electron's safeStorage that seals and opens. */
export interface Sealer {
  isEncryptionAvailable(): boolean
  /** Linux only: which keyring holds the key. */
  getSelectedStorageBackend(): string
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
}

export interface SystemVaultParts {
  readonly sealer: Sealer
  /** Sealed passwords by the id of their profile, in base64. */
  readonly file: string
  readonly platform: NodeJS.Platform
}

const SESSION_NOTE = 'Passwords are kept in memory until Aurelius is closed.'
const KEYRINGS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'Keychain', win32: 'Windows data protection' }
/** With these Chromium seals with a password that everybody knows. */
const OPEN_BACKENDS = new Set(['basic_text', 'unknown'])

/**
 * Passwords sealed by the system's keyring. Without one, or where the "keyring" is plain text in disguise, nothing is
 * written: passwords then last as long as the session, and the description says so.
 */
export function createSystemVault({ sealer, file, platform }: SystemVaultParts): Vault {
  const obstacle = findObstacle(sealer, platform)
  const session = createSessionVault(obstacle === null ? SESSION_NOTE : `${obstacle} ${SESSION_NOTE}`)
  const update = async (change: (sealed: Record<string, string>) => void) => {
    const sealed = await readSealed(file)
    change(sealed)
    await replaceJsonFile(file, sealed)
  }
  return {
    describe: () =>
      obstacle === null
        ? { keeps: 'system', note: `Passwords are sealed by ${KEYRINGS[platform] ?? 'the keyring of this desktop'}.` }
        : session.describe(),
    read: async (id) => {
      const remembered = await session.read(id)
      if (remembered.state !== 'none') return remembered
      const text = (await readSealed(file))[id]
      return text === undefined ? { state: 'none' } : openSealed(sealer, text, obstacle)
    },
    store: async (id, password) => {
      if (obstacle !== null) return session.store(id, password)
      const text = sealer.encryptString(password).toString('base64')
      await update((sealed) => {
        sealed[id] = text
      })
    },
    forget: async (id) => {
      await session.forget(id)
      if ((await readSealed(file))[id] === undefined) return
      await update((sealed) => {
        delete sealed[id]
      })
    },
  }
}

/** Why the system keeps no secret here; null when it does. */
function findObstacle(sealer: Sealer, platform: NodeJS.Platform): string | null {
  if (!sealer.isEncryptionAvailable()) return 'This system offers no keyring.'
  if (platform !== 'linux' || !OPEN_BACKENDS.has(sealer.getSelectedStorageBackend())) return null
  return 'This desktop has no keyring (GNOME Keyring or KWallet), and without one the system would write passwords as good as openly.'
}

function openSealed(sealer: Sealer, text: string, obstacle: string | null): Secret {
  if (obstacle !== null) return { state: 'unreadable', reason: `${obstacle} Enter the password again.` }
  try {
    return { state: 'kept', password: sealer.decryptString(Buffer.from(text, 'base64')) }
  } catch {
    return { state: 'unreadable', reason: "The system's keyring does not open the password that was kept. Enter it again." }
  }
}

const sealedSchema = z.record(z.string(), z.base64())

async function readSealed(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw unusable(file)
  })
  try {
    return sealedSchema.parse(JSON.parse(text))
  } catch {
    throw unusable(file)
  }
}

function unusable(file: string): AppError {
  return new AppError('invalid_input', `The file of sealed passwords ${file} cannot be read. Delete it and enter the passwords again.`, {
    details: { file },
  })
}
