/** Risk-free return of one period from an annual one: (1 + rf)^(1/A) - 1. */
export function riskFreePerPeriod(annual: number, periodsPerYear: number): number {
  return Math.expm1(Math.log1p(annual) / periodsPerYear)
}
