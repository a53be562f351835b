import { describe, expect, it } from 'vitest'
import { redactSecrets } from './redactSecrets.ts'

describe('redactSecrets', () => {
  it.each([
    ['postgresql://quant:s3cr%40t!@db.example:5432/research', 'postgresql://quant:***@db.example:5432/research'],
    ['DB_PASSWORD=hunter2 DB_HOST=x', 'DB_PASSWORD=*** DB_HOST=x'],
    ['{"password":"hunter2","user":"quant"}', '{"password":"***","user":"quant"}'],
    [JSON.stringify({ line: '{"password":"hunter2"}' }), String.raw`{"line":"{\"password\":\"***\"}"}`],
    ["token: 'abc-def'", "token: '***'"],
    ['GET /?token=abc&page=2', 'GET /?token=***&page=2'],
    ['Authorization: Bearer eyJhbGciOi.x', 'Authorization: Bearer ***'],
  ])('%s', (text, expected) => expect(redactSecrets(text, [])).toBe(expected))

  it('masks what is known to be secret wherever it stands, also as part of an address', () => {
    expect(redactSecrets('login failed for p@ss word, p%40ss%20word', ['p@ss word'])).toBe('login failed for ***, ***')
    expect(redactSecrets('nothing to hide', [''])).toBe('nothing to hide')
  })

  it('leaves ordinary text alone', () => {
    const text = 'app://aurelius/backtests at 10:42: run of "Trend 20/50" completed, 5,105 bars; user quant@desk'
    expect(redactSecrets(text, [])).toBe(text)
  })
})
