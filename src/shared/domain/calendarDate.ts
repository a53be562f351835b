/** Apart from the schemas: threads that only compute need dates and no parser. */

/** Epoch milliseconds (UTC) of an ISO calendar date. */
export function dateToMs(date: string): number {
  return Date.parse(`${date}T00:00:00.000Z`)
}

/** ISO calendar date (UTC) of an instant in epoch milliseconds. */
export function msToDate(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10)
}

/** Whether a text is a real calendar date, YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const instantMs = dateToMs(text)
  return !Number.isNaN(instantMs) && msToDate(instantMs) === text
}
