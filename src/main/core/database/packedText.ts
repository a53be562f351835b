import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { AppError } from '#shared/domain/appError.ts'

const PARAMS = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 }

/** A long text as a zstd frame (level 1, with a checksum) of its UTF-8 bytes: a fraction of its size on both databases and on the way. */
export function packText(text: string): Buffer {
  return zstdCompressSync(text, { params: PARAMS })
}

/** Throws `database_corrupt` when the bytes are not a whole, undamaged frame. */
export function unpackText(bytes: Uint8Array): string {
  try {
    return zstdDecompressSync(bytes).toString('utf8')
  } catch (error) {
    throw new AppError(
      'database_corrupt',
      'A stored verdict is damaged and cannot be read. Restore a backup, or evaluate the gate again.',
      {
        cause: error,
      },
    )
  }
}
