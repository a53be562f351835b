import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'

/** Who holds a run: `host/machine:pid:launch`. A host never holds `:` in this form. */
export function describeLeaseOwner(launchId: string): string {
  return `${hostname().replaceAll(':', '_')}/${machineMark()}:${process.pid}:${launchId}`
}

/** Launches of this process: a workspace that is opened again is another one. */
const ownLaunches = new Set<string>()

/** The owner of the leases that a launch takes from now on. */
export function beginLaunch(launchId: string): string {
  ownLaunches.add(launchId)
  return describeLeaseOwner(launchId)
}

/**
 * True when the owner is a process of this machine that is gone: its runs can be declared interrupted at once.
 * Owners on other machines are judged by their lease's expiry alone.
 */
export function isOwnerKnownDead(owner: string, ownOwner: string): boolean {
  const [machine, pidText, launch = ''] = owner.split(':')
  const [ownMachine, ownPid, ownLaunch] = ownOwner.split(':')
  if (machine !== ownMachine) return false
  if (pidText === ownPid) return launch !== ownLaunch && !ownLaunches.has(launch)
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/**
 * Tells machines of one name apart, and containers that share a machine's name: a process id means nothing outside its own
 * space. Two marks for one machine only cost the patience of a lease; one mark for two would end runs that live.
 */
function machineMark(): string {
  return createHash('sha256').update(describeMachine()).digest('hex').slice(0, 8)
}

function describeMachine(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    const cards = Object.values(networkInterfaces()).flatMap((card) => card?.map(({ mac }) => mac) ?? [])
    return [...new Set(cards)].sort().join(' ')
  }
}
