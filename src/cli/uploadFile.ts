import { type FileHandle, open } from 'node:fs/promises'
import { encodeBase64 } from '#shared/contract/base64.ts'
import type { Client } from '#shared/contract/contract.ts'
import { UPLOAD_PIECE_BYTES } from '#shared/contract/datasets.ts'
import { unreadable } from './readTextFile.ts'

/**
 * Brings a file to the application piece by piece, as the window does, and answers what it is called there.
 * @throws AppError `not_found`, `invalid_input` (a folder, no permission, too large).
 */
export async function uploadFile(client: Client, path: string): Promise<string> {
  const fail = (error: NodeJS.ErrnoException): never => {
    throw unreadable({ path, what: 'data file', error })
  }
  const file = await open(path).catch(fail)
  try {
    const { uploadId } = await client.datasets.openUpload({ byteLength: (await file.stat()).size })
    for (let offset = 0, piece = await readPiece(file, 0).catch(fail); piece.length > 0; piece = await readPiece(file, offset)) {
      await client.datasets.appendUpload({ uploadId, offset, base64: encodeBase64(piece) })
      offset += piece.length
    }
    return uploadId
  } finally {
    await file.close()
  }
}

async function readPiece(file: FileHandle, position: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(UPLOAD_PIECE_BYTES), 0, UPLOAD_PIECE_BYTES, position)
  return buffer.subarray(0, bytesRead)
}
