import { Link } from 'react-router'
import classes from './RowName.module.css'

interface RowNameProps {
  /** The page of what the row is about. */
  readonly to: string
  readonly name: string
  /** Stands small beside the name; left out where rows have none. */
  readonly version?: number
  /** Follows the version. */
  readonly note?: string
}

/** What a row of a list is called, leading to its page; cut where the table needs the room. Plain elements: a list draws fifty of them. */
export function RowName({ to, name, version, note = '' }: RowNameProps) {
  return (
    <span className={classes['name']}>
      <Link to={to} className={classes['link'] ?? ''} title={name}>
        {name}
      </Link>
      {version !== undefined && (
        <span className={classes['beside']} title={`Version ${version}`}>
          {`v${version}${note}`}
        </span>
      )}
    </span>
  )
}
