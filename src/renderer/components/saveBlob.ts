import { AppError } from '#shared/domain/appError.ts'

/** Some browsers read the URL after the click returns: revoking at once would empty the file. */
const KEPT_MS = 10_000

/**
 * Hands a file to the browser's downloads, or to the desktop's save dialog, under the given name. False when the person
 * changed their mind there; a browser does not tell and counts as saved. Throws `unavailable` when writing broke off.
 */
export async function saveBlob(blob: Blob, fileName: string): Promise<boolean> {
  const url = URL.createObjectURL(blob)
  const isDesktop = window.aureliusPipe !== undefined
  const ended = isDesktop ? endOfDownload(url) : null
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  if (ended === null) {
    setTimeout(() => URL.revokeObjectURL(url), KEPT_MS)
    return true
  }
  const state = await ended
  URL.revokeObjectURL(url)
  if (state === 'completed') return true
  if (state === 'cancelled') return false
  throw new AppError(
    'unavailable',
    `${fileName} was not written completely. Check that the folder can be written to and has room, then save it again.`,
  )
}

interface DownloadEnded {
  readonly name: 'aurelius:download-ended'
  readonly ending: { readonly url: string; readonly state: string }
}

function isDownloadEnded(data: unknown): data is DownloadEnded {
  return typeof data === 'object' && data !== null && 'name' in data && data.name === 'aurelius:download-ended'
}

/** The preload script passes it on as a message of this window. */
function endOfDownload(url: string): Promise<string> {
  return new Promise((resolve) => {
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      if (source !== window || !isDownloadEnded(data) || data.ending.url !== url) return
      window.removeEventListener('message', listen)
      resolve(data.ending.state)
    }
    window.addEventListener('message', listen)
  })
}
