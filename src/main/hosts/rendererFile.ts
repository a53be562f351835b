import { extname, join, resolve, sep } from 'node:path'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
}

export interface RendererFile {
  readonly path: string
  readonly contentType: string
  readonly cacheControl: string
}

function decodePath(pathname: string): string | null {
  try {
    const decoded = decodeURIComponent(pathname)
    return /[\0\\]/.test(decoded) ? null : decoded
  } catch {
    return null
  }
}

/**
 * The file of the built window that answers a path. A path without an extension is one of the window's own pages and
 * gets index.html. Null when the path leads outside the folder or has a kind of file the window never holds.
 * @param pathname still percent-encoded, starting with a slash
 */
export function findRendererFile(rendererDirectory: string, pathname: string): RendererFile | null {
  const decoded = decodePath(pathname)
  if (decoded === null) return null
  const root = resolve(rendererDirectory)
  const path = resolve(join(root, decoded))
  if (path !== root && !path.startsWith(root + sep)) return null

  const extension = extname(path)
  if (extension === '') return { path: join(root, 'index.html'), contentType: CONTENT_TYPES['.html']!, cacheControl: 'no-store' }
  const contentType = CONTENT_TYPES[extension]
  if (contentType === undefined) return null
  // Built assets carry a hash of their content in the name; everything else may change under the same name.
  const isHashed = decoded.startsWith('/assets/')
  return { path, contentType, cacheControl: isHashed ? 'private, max-age=31536000, immutable' : 'no-store' }
}
