import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { beginLaunch, describeLeaseOwner, isOwnerKnownDead } from './leaseOwner.ts'

const own = describeLeaseOwner('this-launch')
const [machine, pid] = own.split(':')
const gonePid = spawnSync(process.execPath, ['-e', '']).pid

describe('the owner of a lease', () => {
  it('is the same for one launch, and holds three parts', () => {
    expect(describeLeaseOwner('this-launch')).toBe(own)
    expect(own.split(':')).toHaveLength(3)
    expect(own).toMatch(/\/[0-9a-f]{8}:\d+:this-launch$/)
  })

  it.each([
    { name: 'this process', owner: own, dead: false },
    { name: 'an earlier launch with the same process id', owner: `${machine}:${pid}:earlier`, dead: true },
    { name: 'another workspace of this process', owner: beginLaunch('second-workspace'), dead: false },
    { name: 'a process that is gone', owner: `${machine}:${gonePid}:x`, dead: true },
    { name: 'a process that lives', owner: `${machine}:${process.ppid}:x`, dead: false },
    { name: 'another machine of the same name', owner: `${machine?.split('/')[0]}/00000000:${gonePid}:x`, dead: false },
    { name: 'a container of the same name and process id', owner: `${machine?.split('/')[0]}/00000000:${pid}:x`, dead: false },
    { name: 'an owner as older versions wrote it', owner: `${machine?.split('/')[0]}:${gonePid}:x`, dead: false },
    { name: 'text that is no owner', owner: 'worker-1', dead: false },
  ])('$name is known to be dead: $dead', ({ owner, dead }) => {
    expect(isOwnerKnownDead(owner, own)).toBe(dead)
  })
})
