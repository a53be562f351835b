const DAY_MS = 86_400_000

/**
 * A CSV of three symbols on the weekdays of January to March 2020, all at a price of 10: A pays most for being held and
 * ends on 2020-02-05, C pays least.
 */
export function makeEndedPanel(): string {
  const rows = ['date,symbol,open,high,low,close,volume,carry']
  for (let day = Date.UTC(2020, 0, 1); day < Date.UTC(2020, 3, 1); day += DAY_MS) {
    const date = new Date(day).toISOString().slice(0, 10)
    if ([0, 6].includes(new Date(day).getUTCDay())) continue
    if (date <= '2020-02-05') rows.push(`${date},A,10,10,10,10,1000,0.05`)
    rows.push(`${date},B,10,10,10,10,1000,0.02`, `${date},C,10,10,10,10,1000,0.01`)
  }
  return rows.join('\n')
}
