import { Link } from 'react-router'
import { Panel } from '../../components/Panel.tsx'
import { formatCount } from '../../format/figures.ts'
import classes from './CountList.module.css'

export interface Count {
  readonly label: string
  readonly count: number
  readonly to: string
}

/** Counts that lead to what they count; a zero is shown, and quiet. */
export function CountList({ title, counts }: { title: string; counts: readonly Count[] }) {
  return (
    <Panel title={title}>
      <ul className={classes['list']}>
        {counts.map(({ label, count, to }) => (
          <li key={label}>
            <Link to={to} className={classes['item'] ?? ''}>
              <span className={classes['count']} data-zero={count === 0 || undefined}>
                {formatCount(count)}
              </span>{' '}
              <span className={classes['label']}>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
