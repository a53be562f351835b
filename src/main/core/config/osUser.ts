import { userInfo } from 'node:os'

/** The operating system's name for whoever runs this process; not from the environment, which anybody can set. */
export function readOsUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return process.getuid === undefined ? 'unknown' : `uid ${process.getuid()}`
  }
}
