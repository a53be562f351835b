import type { ProfileMark } from '#shared/domain/connectionProfile.ts'
import classes from './ProfileName.module.css'

/** A saved database by its colour, name and label. */
export function ProfileName({ profile }: { readonly profile: Pick<ProfileMark, 'name' | 'label' | 'colour'> }) {
  const { name, label, colour } = profile
  return (
    <span className={classes['profile']} data-colour={colour}>
      <span className={classes['mark']} aria-hidden />
      <span className={classes['name']}>{name}</span>
      {label !== '' && <span className={classes['label']}>{label}</span>}
    </span>
  )
}
