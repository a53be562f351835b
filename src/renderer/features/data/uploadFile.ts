import type { Client } from '#shared/contract/contract.ts'

/** The application takes no larger pieces. */
const PIECE_BYTES = 1024 * 1024

interface UploadWatch {
  readonly signal: AbortSignal
  /** Told the share sent, 0..1. */
  readonly onProgress: (fraction: number) => void
}

/** Sends a file piece by piece, never holding more than one, and answers what it is called there. */
export async function uploadFile(client: Client, file: File, { signal, onProgress }: UploadWatch): Promise<string> {
  const { uploadId } = await client.datasets.openUpload({ byteLength: file.size }, { signal })
  for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
    const base64 = await readBase64(file.slice(offset, offset + PIECE_BYTES))
    await client.datasets.appendUpload({ uploadId, offset, base64 }, { signal })
    onProgress(Math.min(1, (offset + PIECE_BYTES) / file.size))
  }
  return uploadId
}

function readBase64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(piece)
  })
}
