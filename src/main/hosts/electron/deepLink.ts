const SCHEME = 'aurelius:'
const PAGES = new Set([
  'overview',
  'strategies',
  'backtests',
  'sweeps',
  'pipelines',
  'compare',
  'validations',
  'gates',
  'data',
  'activity',
  'settings',
])
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The page a link such as `aurelius://backtests/<id>` leads to; null for anything else. A link only shows a page: it
 * carries no parameters, so nothing that whoever wrote it wants done can be done by following it.
 */
export function pageOfLink(link: string): string | null {
  if (!URL.canParse(link)) return null
  const { protocol, host, pathname, search, hash, username, password } = new URL(link)
  if (protocol !== SCHEME || `${search}${hash}${username}${password}` !== '' || !PAGES.has(host)) return null
  const id = pathname.replace(/^\/|\/$/g, '')
  if (id !== '' && !ID.test(id)) return null
  const page = host === 'overview' ? '/' : `/${host}`
  return id === '' ? page : `${page}/${id}`
}

/** The first link among the arguments of a start. */
export function linkAmong(args: readonly string[]): string | null {
  return args.find((argument) => argument.startsWith(SCHEME)) ?? null
}
