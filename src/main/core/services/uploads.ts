import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '#shared/domain/appError.ts'
import { newId } from './newId.ts'

interface Upload {
  readonly path: string
  readonly byteLength: number
  receivedBytes: number
}

/** Uploads kept at once; the oldest gives way. */
const UPLOAD_LIMIT = 4

/** Files that come in pieces, kept in a folder of their own until they are imported or the application closes. */
export class UploadStore {
  readonly #uploads = new Map<string, Upload>()
  #folder: Promise<string> | null = null

  async open(byteLength: number): Promise<{ uploadId: string }> {
    const uploadId = newId()
    const path = join(await this.#openFolder(), uploadId)
    await (await open(path, 'wx', 0o600)).close()
    this.#uploads.set(uploadId, { path, byteLength, receivedBytes: 0 })
    const [oldest] = this.#uploads.keys()
    if (this.#uploads.size > UPLOAD_LIMIT && oldest !== undefined) await this.remove(oldest)
    return { uploadId }
  }

  /** Throws `not_found`, `conflict` for a piece that is not the next one, `invalid_input` for more bytes than announced. */
  async append(uploadId: string, { offset, bytes }: { offset: number; bytes: Uint8Array }): Promise<{ receivedBytes: number }> {
    const upload = this.#get(uploadId)
    if (offset !== upload.receivedBytes) {
      throw new AppError('conflict', `The upload continues at byte ${upload.receivedBytes}, not at ${offset}. Choose the file again.`)
    }
    if (offset + bytes.length > upload.byteLength) {
      throw new AppError('invalid_input', `The file is longer than the ${upload.byteLength} bytes announced. Choose it again.`)
    }
    upload.receivedBytes += bytes.length
    const file = await open(upload.path, 'r+')
    try {
      await file.write(bytes, 0, bytes.length, offset)
    } finally {
      await file.close()
    }
    return { receivedBytes: upload.receivedBytes }
  }

  /** Where a complete upload lies. Throws `not_found`, `invalid_input` while pieces are missing. */
  pathOf(uploadId: string): string {
    const { path, byteLength, receivedBytes } = this.#get(uploadId)
    if (receivedBytes === byteLength) return path
    throw new AppError('invalid_input', `Only ${receivedBytes} of ${byteLength} bytes have arrived. Send the rest first.`)
  }

  /** An empty folder for files that are needed while an upload is read; whoever asked gives it back with `removeScratch`. */
  async openScratch(): Promise<string> {
    return mkdtemp(join(await this.#openFolder(), 'scratch-'))
  }

  async removeScratch(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true })
  }

  /** Runs `work` with a folder that is gone afterwards, whatever happens. */
  async withScratch<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
    const folder = await this.openScratch()
    try {
      return await work(folder)
    } finally {
      await this.removeScratch(folder)
    }
  }

  async remove(uploadId: string): Promise<void> {
    const upload = this.#uploads.get(uploadId)
    this.#uploads.delete(uploadId)
    if (upload !== undefined) await rm(upload.path, { force: true })
  }

  async close(): Promise<void> {
    this.#uploads.clear()
    if (this.#folder !== null) await rm(await this.#folder, { recursive: true, force: true })
    this.#folder = null
  }

  #openFolder(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'aurelius-upload-'))
    return this.#folder
  }

  #get(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId)
    if (upload !== undefined) return upload
    throw new AppError('not_found', 'The uploaded file is no longer here. Choose it again.', { details: { id: uploadId } })
  }
}
