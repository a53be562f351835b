import { Link, useLocation } from 'react-router'
import { usePageName } from '../components/pageName.tsx'
import { sectionOf } from './sections.ts'
import classes from './TopBar.module.css'

/** Section and, on the page of one item, its name; a page outside the sections stands for itself. */
export function Breadcrumb() {
  const { pathname } = useLocation()
  const name = usePageName()
  const section = sectionOf(pathname)
  const isDetail = section !== undefined && pathname !== section.path
  return (
    <nav aria-label="Breadcrumb" className={classes['crumbs']}>
      {section === undefined && <span aria-current="page">{name ?? 'Not found'}</span>}
      {section !== undefined && !isDetail && <span aria-current="page">{section.title}</span>}
      {section !== undefined && isDetail && (
        <>
          <Link to={section.path}>{section.title}</Link>
          <span aria-hidden>/</span>
          <span aria-current="page" title={name ?? undefined}>
            {name ?? 'Details'}
          </span>
        </>
      )}
    </nav>
  )
}
