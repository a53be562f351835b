import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { AppError } from '#shared/domain/appError.ts'

/** File names and their whole text. */
export type FileTexts = Readonly<Record<string, string>>

/** @throws AppError `invalid_input` when results could not be put at `folder` because a file has its name. */
export async function requireFolderPath(folder: string): Promise<void> {
  const facts = await stat(folder).catch(() => null)
  if (facts === null || facts.isDirectory()) return
  throw new AppError('invalid_input', `${folder} is a file; name a folder for the results`, { details: { file: folder } })
}

/** @throws AppError `invalid_input` when a file could not be put at `path`: a folder has its name, or its own folder is missing. */
export async function requireFilePath(path: string): Promise<void> {
  const target = resolve(path)
  const [facts, parent] = await Promise.all([target, dirname(target)].map((name) => stat(name).catch(() => null)))
  if (facts?.isDirectory()) throw new AppError('invalid_input', `${path} is a folder; name a file in it`, { details: { file: path } })
  if (parent?.isDirectory()) return
  throw new AppError('invalid_input', `The folder of ${path} does not exist; make it or choose another`, { details: { file: path } })
}

/**
 * Puts all files into the folder, made when missing. They are written beside it first and moved in one step each,
 * so a full disk or a killed process leaves no half-written file behind.
 */
export async function writeFiles(folder: string, files: FileTexts): Promise<void> {
  const target = resolve(folder)
  const scratch = join(dirname(target), `.aurelius-${randomUUID()}`)
  await guardWrites(target, async () => {
    try {
      await mkdir(scratch, { recursive: true })
      for (const [name, text] of Object.entries(files)) await writeFile(join(scratch, name), text)
      await mkdir(target, { recursive: true })
      for (const name of Object.keys(files)) await rename(join(scratch, name), join(target, name))
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  })
}

/** Writes pieces as they come into one file that appears under its name only when it is complete. */
export async function writeStream(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const target = resolve(path)
  const scratch = `${target}.${randomUUID()}.part`
  await guardWrites(target, async () => {
    try {
      const file = await open(scratch, 'wx')
      try {
        for await (const piece of pieces) await file.write(piece)
      } finally {
        await file.close()
      }
      await rename(scratch, target)
    } finally {
      await rm(scratch, { force: true })
    }
  })
}

/**
 * Writes files that come in pieces, one after the other, into a folder made when missing. Each appears under its name only
 * when it is complete. A path that would leave the folder is refused.
 */
export async function writeFolder(folder: string, pieces: AsyncIterable<{ readonly path: string; readonly text: string }>): Promise<void> {
  await requireFolderPath(folder)
  const target = resolve(folder)
  const iterator = pieces[Symbol.asyncIterator]()
  let next = await iterator.next()
  while (!next.done) {
    const { path } = next.value
    const file = resolve(target, path)
    if (!file.startsWith(target + sep)) throw new AppError('internal', `The export named a file outside its folder: ${path}`)
    await guardWrites(file, () => mkdir(dirname(file), { recursive: true }).then(() => undefined))
    async function* texts(): AsyncGenerator<string> {
      while (!next.done && next.value.path === path) {
        yield next.value.text
        next = await iterator.next()
      }
    }
    await writeStream(file, texts())
  }
}

async function guardWrites(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    throw new AppError('run_failed', `${target} cannot be written (${code}); check the path, its rights and the space left`, {
      details: { file: target },
      cause: error,
    })
  }
}
