import classes from './CutText.module.css'

/** Words in a table that give way to the figures beside them where the window is narrow; hovering shows them whole. */
export function CutText({ text }: { readonly text: string }) {
  return (
    <span className={classes['cut']} title={text}>
      <span className={classes['words']}>{text}</span>
    </span>
  )
}
