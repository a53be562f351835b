import { hostname } from 'node:os'

/** Who holds a run: `host:pid:launch`. A host never holds `:` in this form. */
export function describeLeaseOwner(launchId: string): string {
  return `${hostname().replaceAll(':', '_')}:${process.pid}:${launchId}`
}

/**
 * True when the owner is a process of this machine that is gone: its runs can be declared interrupted at once.
 * Owners on other machines are judged by their lease's expiry alone.
 */
export function isOwnerKnownDead(owner: string, ownOwner: string): boolean {
  const [host, pidText, launch] = owner.split(':')
  const [ownHost, ownPid, ownLaunch] = ownOwner.split(':')
  if (host !== ownHost) return false
  if (pidText === ownPid) return launch !== ownLaunch
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
