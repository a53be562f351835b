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

/** What a row of a list is called, leading to its page. Plain elements: a list draws fifty of them. */
export function RowName({ to, name, version, note = '' }: RowNameProps) {
  return (
    <>
      <Link to={to} className={classes['link'] ?? ''}>
        {name}
      </Link>
      {version !== undefined && (
        <>
          {' '}
          <span className={classes['beside']} title={`Version ${version}`}>
            {`v${version}${note}`}
          </span>
        </>
      )}
    </>
  )
}
