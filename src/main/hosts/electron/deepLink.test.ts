import { describe, expect, it } from 'vitest'
import { linkAmong, pageOfLink } from './deepLink.ts'

const ID = '018f0000-0000-7000-8000-00000000dead'

describe('a link into the application', () => {
  it.each([
    ['aurelius://overview', '/'],
    ['aurelius://strategies', '/strategies'],
    ['aurelius://strategies/', '/strategies'],
    [`aurelius://backtests/${ID}`, `/backtests/${ID}`],
  ])('%s shows %s', (link, page) => expect(pageOfLink(link)).toBe(page))

  it.each([
    'https://strategies/x',
    'aurelius://unknown',
    'aurelius://strategies?new=yes',
    'aurelius://strategies#x',
    'aurelius://user:secret@strategies',
    `aurelius://strategies/${ID}/delete`,
    'aurelius://strategies/../settings',
    'aurelius:strategies',
    'not a link',
    '',
  ])('%s leads nowhere', (link) => expect(pageOfLink(link)).toBeNull())

  it('is found among the arguments of a start', () => {
    expect(linkAmong(['--flag', 'aurelius://gates'])).toBe('aurelius://gates')
    expect(linkAmong(['--flag', 'file.csv'])).toBeNull()
  })
})
