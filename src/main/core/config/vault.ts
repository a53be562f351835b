import type { VaultDescription } from '#shared/domain/connectionProfile.ts'

/** A password that was kept. */
export type Secret =
  | { readonly state: 'none' }
  | { readonly state: 'kept' | 'session'; readonly password: string }
  | { readonly state: 'unreadable'; readonly reason: string }

/** Keeps the passwords of saved databases, never as plain text on a disk. */
export interface Vault {
  describe(): VaultDescription
  read(id: string): Promise<Secret>
  /** Takes the place of the one kept before. */
  store(id: string, password: string): Promise<void>
  forget(id: string): Promise<void>
}

/** Keeps passwords in memory until the application ends. */
export function createSessionVault(note: string): Vault {
  const passwords = new Map<string, string>()
  return {
    describe: () => ({ keeps: 'session', note }),
    read: async (id) => {
      const password = passwords.get(id)
      return password === undefined ? { state: 'none' } : { state: 'session', password }
    },
    store: async (id, password) => void passwords.set(id, password),
    forget: async (id) => void passwords.delete(id),
  }
}
