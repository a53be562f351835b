import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import { findOrMake } from './runStages.ts'

const conflict = () => Promise.reject(new AppError('conflict', 'The same entry is already stored.'))

describe('what a stage makes', () => {
  it('is taken when it is there, and made when it is not', async () => {
    const make = vi.fn(async () => 'made')
    expect(await findOrMake(async () => 'found', make)).toBe('found')
    expect(make).not.toHaveBeenCalled()
    expect(await findOrMake(async () => null, make)).toBe('made')
  })

  it('is taken when another process made it in between', async () => {
    const answers = [null, 'made elsewhere']
    expect(await findOrMake<string>(async () => answers.shift() ?? null, conflict)).toBe('made elsewhere')
  })

  it('is missed for the reason that it could not be made', async () => {
    await expect(findOrMake(async () => null, conflict)).rejects.toMatchObject({ code: 'conflict' })
    const answers = [null, 'unseen']
    const broken = () => Promise.reject(new AppError('database_full', 'No space left.'))
    await expect(findOrMake<string>(async () => answers.shift() ?? null, broken)).rejects.toMatchObject({ code: 'database_full' })
  })
})
