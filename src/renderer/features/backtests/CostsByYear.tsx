import { ScrollArea, Table } from '@mantine/core'
import { formatCount, formatMoney, formatPercent } from '../../format/figures.ts'
import type { CostReport, YearOfCosts } from './costReport.ts'

interface CostsByYearProps {
  readonly report: CostReport
  /** null when nobody recorded it. */
  readonly initialMoney: number | null
}

/** Profit of the closed trades before and after costs: in all, as a fraction of the initial money, and by year of exit. */
export function CostsByYear({ report, initialMoney }: CostsByYearProps) {
  const total = { ...report, trades: report.years.reduce((sum, { trades }) => sum + trades, 0) }
  const share = (money: number) => (initialMoney === null ? null : money / initialMoney)
  return (
    <ScrollArea type="auto">
      <Table captionSide="top" verticalSpacing={6} miw={520}>
        <Table.Caption>Profit of the closed trades before and after costs, by year of exit (UTC)</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Year</Table.Th>
            <Table.Th ta="right">Trades</Table.Th>
            <Table.Th ta="right">Gross profit</Table.Th>
            <Table.Th ta="right">Costs</Table.Th>
            <Table.Th ta="right">Net profit</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.years.map((year) => (
            <MoneyRow key={year.year} title={String(year.year)} sums={year} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <MoneyRow title="All years" sums={total} isStrong />
          <Table.Tr>
            <Table.Th scope="row">Of the initial money</Table.Th>
            <Table.Td />
            {[report.grossProfit, -report.cost, report.netProfit].map((money, column) => (
              <Table.Td key={COLUMN_NAMES[column]} ta="right">
                {formatPercent(share(money), { signed: true })}
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </ScrollArea>
  )
}

const COLUMN_NAMES = ['gross', 'costs', 'net'] as const

interface MoneyRowProps {
  readonly title: string
  readonly sums: Omit<YearOfCosts, 'year'>
  readonly isStrong?: boolean
}

function MoneyRow({ title, sums, isStrong = false }: MoneyRowProps) {
  return (
    <Table.Tr fw={isStrong ? 600 : undefined}>
      <Table.Th scope="row" fw={isStrong ? 600 : 500}>
        {title}
      </Table.Th>
      <Table.Td ta="right">{formatCount(sums.trades)}</Table.Td>
      <Table.Td ta="right">{formatMoney(sums.grossProfit, { signed: true })}</Table.Td>
      <Table.Td ta="right">{formatMoney(-sums.cost)}</Table.Td>
      <Table.Td ta="right">{formatMoney(sums.netProfit, { signed: true })}</Table.Td>
    </Table.Tr>
  )
}
