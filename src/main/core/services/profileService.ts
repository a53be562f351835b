import type { ProfileDraft } from '#shared/contract/profiles.ts'
import { AppError, isAppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { ConnectionProfile, ListedProfile, ProfileMark, VaultDescription } from '#shared/domain/connectionProfile.ts'
import type { ConfigStore } from '../config/configFile.ts'
import type { Secret, Vault } from '../config/vault.ts'
import { formatDatabaseUrl } from '../database/databaseUrl.ts'
import { isSameLogin, profileOf } from './connectionIdentity.ts'
import { newId } from './newId.ts'

export interface ProfileService {
  list(): Promise<{ items: ListedProfile[]; vault: VaultDescription }>
  /** Throws `conflict` for a name that is taken, `not_found` for an unknown id. */
  save(draft: ProfileDraft): Promise<ListedProfile>
  /** Forgets its password too. Throws `not_found`. */
  delete(id: string): Promise<{ id: string }>
  /** The profile by which people know a database; null = none is saved for it. */
  markOf(connection: Connection): Promise<ProfileMark | null>
  /** A password kept for the very same login; null = none, or none that can be read. */
  passwordFor(connection: Connection): Promise<string | null>
}

export interface ProfileServiceParts {
  readonly configuration: ConfigStore
  readonly vault: Vault
}

export function createProfileService({ configuration, vault }: ProfileServiceParts): ProfileService {
  const readProfiles = async () => (await configuration.read()).profiles ?? []
  const listed = async (profile: ConnectionProfile): Promise<ListedProfile> => {
    const secret = await readSecret(vault, profile.id)
    const problem = secret.state === 'unreadable' ? secret.reason : null
    return { ...profile, password: secret.state, url: formatDatabaseUrl(profile.connection), problem }
  }
  return {
    list: async () => ({ items: await Promise.all((await readProfiles()).map(listed)), vault: vault.describe() }),
    save: async ({ password, ...draft }) => {
      const profile: ConnectionProfile = { ...draft, id: draft.id ?? newId() }
      const previous = (await readProfiles()).find(({ id }) => id === profile.id) ?? null
      await configuration.update((config) => ({ ...config, profiles: withProfile(config.profiles ?? [], profile, draft.id !== null) }))
      await keepPassword(vault, { profile, previous, password })
      return listed(profile)
    },
    delete: async (id) => {
      await configuration.update((config) => {
        const profiles = config.profiles ?? []
        if (profiles.every((profile) => profile.id !== id)) throw unknownProfile(id)
        return { ...config, profiles: profiles.filter((profile) => profile.id !== id) }
      })
      await vault.forget(id)
      return { id }
    },
    markOf: async (connection) => {
      const profile = profileOf(await readProfiles(), connection)
      return profile === null ? null : { id: profile.id, name: profile.name, label: profile.label, colour: profile.colour }
    },
    passwordFor: async (connection) => {
      for (const profile of await readProfiles()) {
        if (!isSameLogin(profile.connection, connection)) continue
        const secret = await readSecret(vault, profile.id)
        if (secret.state === 'kept' || secret.state === 'session') return secret.password
      }
      return null
    },
  }
}

/** A vault that fails must not hide the profiles. */
async function readSecret(vault: Vault, id: string): Promise<Secret> {
  try {
    return await vault.read(id)
  } catch (error) {
    return { state: 'unreadable', reason: isAppError(error) ? error.message : 'The vault does not answer. Enter the password again.' }
  }
}

function withProfile(profiles: readonly ConnectionProfile[], profile: ConnectionProfile, isKnown: boolean): ConnectionProfile[] {
  const others = profiles.filter(({ id }) => id !== profile.id)
  if (isKnown && others.length === profiles.length) throw unknownProfile(profile.id)
  const fold = (name: string) => name.toLocaleLowerCase('en')
  if (others.some(({ name }) => fold(name) === fold(profile.name))) {
    throw new AppError('conflict', `There is a connection named "${profile.name}" already. Choose another name.`, {
      details: { field: 'name' },
    })
  }
  return [...others, profile].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

function unknownProfile(id: string): AppError {
  return new AppError('not_found', 'This saved connection is gone: it was deleted meanwhile.', { details: { id } })
}

interface PasswordChange {
  readonly profile: ConnectionProfile
  readonly previous: ConnectionProfile | null
  readonly password: string | null
}

/** A kept password is never sent to another server, or as another user, than it was given for. */
async function keepPassword(vault: Vault, { profile, previous, password }: PasswordChange): Promise<void> {
  if (password !== null && password !== '') return vault.store(profile.id, password)
  const isMoved = previous !== null && !isSameLogin(previous.connection, profile.connection)
  if (password === '' || isMoved) await vault.forget(profile.id)
}
