import { formatAge, formatDateTime } from '../format/instants.ts'

/** How long ago something was, with the instant itself on hover. */
export function Age({ atMs }: { readonly atMs: number }) {
  return <time title={formatDateTime(atMs)}>{formatAge(atMs, Date.now())}</time>
}
