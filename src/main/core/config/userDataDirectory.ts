import { posix, win32 } from 'node:path'

interface UserPlace {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDirectory: string
}

/** The folder where the platform keeps an application's data; absolute, not created here. */
export function userDataDirectory({ platform, env, homeDirectory }: UserPlace): string {
  if (platform === 'win32') return win32.join(env['APPDATA'] || win32.join(homeDirectory, 'AppData', 'Roaming'), 'Aurelius')
  if (platform === 'darwin') return posix.join(homeDirectory, 'Library', 'Application Support', 'Aurelius')
  const xdg = env['XDG_DATA_HOME']
  // The XDG specification says a relative path there is invalid and to be ignored.
  return posix.join(xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(homeDirectory, '.local', 'share'), 'aurelius')
}
