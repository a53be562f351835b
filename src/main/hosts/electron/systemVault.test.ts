import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSystemVault, type Sealer } from './systemVault.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurelius-vault-'))
  file = join(folder, 'secrets.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Turns every byte round, so that a sealed text shows nothing of the open one. */
function makeSealer(change: Partial<Sealer> = {}): Sealer {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xa5))
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text) => turn(Buffer.from(text)),
    decryptString: (sealed) => turn(sealed).toString(),
    ...change,
  }
}

const openVault = (sealer: Sealer, platform: NodeJS.Platform = 'linux') => createSystemVault({ sealer, file, platform })

describe('createSystemVault', () => {
  it('keeps a sealed password for the next start, in a file only its owner reads', async () => {
    await openVault(makeSealer()).store('one', 'hunter2')
    const again = openVault(makeSealer())
    expect(await again.read('one')).toEqual({ state: 'kept', password: 'hunter2' })
    expect(await again.read('other')).toEqual({ state: 'none' })
    expect(again.describe()).toEqual({ keeps: 'system', note: 'Passwords are sealed by the keyring of this desktop.' })
    expect(await readFile(file, 'utf8')).not.toContain('hunter2')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('forgets', async () => {
    const vault = openVault(makeSealer())
    await vault.store('one', 'hunter2')
    await vault.forget('one')
    expect(await vault.read('one')).toEqual({ state: 'none' })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({})
  })

  it.each([
    { name: 'a keyring that is plain text in disguise', sealer: makeSealer({ getSelectedStorageBackend: () => 'basic_text' }) },
    { name: 'an unknown keyring', sealer: makeSealer({ getSelectedStorageBackend: () => 'unknown' }) },
    { name: 'no keyring', sealer: makeSealer({ isEncryptionAvailable: () => false }) },
  ])('writes nothing with $name, and says how long a password lasts', async ({ sealer }) => {
    const vault = openVault(sealer)
    await vault.store('one', 'hunter2')
    expect(await vault.read('one')).toEqual({ state: 'session', password: 'hunter2' })
    expect(vault.describe()).toEqual({ keeps: 'session', note: expect.stringMatching(/keyring.*until Aurelius is closed/) })
    expect(await stat(file).catch(() => null)).toBeNull()
    expect(await openVault(sealer).read('one')).toEqual({ state: 'none' })
  })

  it('asks no backend where there is but one', async () => {
    const sealer = makeSealer({
      getSelectedStorageBackend: () => {
        throw new Error('only Linux has backends')
      },
    })
    expect(openVault(sealer, 'darwin').describe()).toEqual({ keeps: 'system', note: 'Passwords are sealed by Keychain.' })
  })

  it('says when a kept password cannot be opened any more, and takes a new one', async () => {
    await openVault(makeSealer()).store('one', 'hunter2')
    const lost = openVault(makeSealer({ isEncryptionAvailable: () => false }))
    expect(await lost.read('one')).toEqual({ state: 'unreadable', reason: expect.stringContaining('no keyring') })
    const changed = makeSealer({
      decryptString: () => {
        throw new Error('Error while decrypting the ciphertext')
      },
    })
    expect(await openVault(changed).read('one')).toEqual({ state: 'unreadable', reason: expect.stringContaining('Enter it again') })
    await lost.store('one', 'another')
    expect(await lost.read('one')).toEqual({ state: 'session', password: 'another' })
  })

  it('names the file when it is not what was written', async () => {
    await writeFile(file, '{"one":"not base64!"}')
    await expect(openVault(makeSealer()).read('one')).rejects.toMatchObject({ code: 'invalid_input', details: { file } })
  })
})
