import { describe, expect, it } from 'vitest'
import { cloudFolderWarning } from './cloudFolder.ts'

const warningFor = (file: string) => cloudFolderWarning({ dialect: 'sqlite', file })

describe('a SQLite file in a synchronised folder', () => {
  it.each([
    { file: '/home/ada/Dropbox/work.db', service: 'Dropbox' },
    { file: '/home/ada/Dropbox (Desk)/quant/work.db', service: 'Dropbox' },
    { file: 'C:\\Users\\ada\\OneDrive\\work.db', service: 'OneDrive' },
    { file: 'C:\\Users\\ada\\OneDrive - Desk Ltd\\quant\\work.db', service: 'OneDrive' },
    { file: '/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/work.db', service: 'iCloud Drive' },
    { file: 'C:\\Users\\ada\\iCloudDrive\\work.db', service: 'iCloud Drive' },
    { file: '/Users/ada/Library/CloudStorage/GoogleDrive-ada@desk.org/My Drive/work.db', service: 'Google Drive' },
    { file: 'G:\\My Drive\\work.db', service: 'Google Drive' },
    { file: '/Users/ada/Library/CloudStorage/Box-Box/work.db', service: 'cloud storage' },
  ])('$file', ({ file, service }) => {
    expect(warningFor(file)).toContain(`${service} synchronises`)
  })

  it.each(['/home/ada/aurelius/work.db', '/home/ada/dropbox.db', '/srv/onedrived/work.db', 'work.db'])('is not %s', (file) => {
    expect(warningFor(file)).toBeNull()
  })

  it('is no matter of servers', () => {
    const server = { host: 'dropbox', port: 5432, database: 'Dropbox', user: 'ada', schema: 'public', tls: 'disable', poolMax: 1 } as const
    expect(cloudFolderWarning({ dialect: 'postgres', ...server })).toBeNull()
  })
})
