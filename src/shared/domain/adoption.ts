import { z } from 'zod'

/** `native`: made here. `adopted`: taken over from an older AURELIUS database, which kept neither spec, bars nor identity of a run. */
export const originSchema = z.enum(['native', 'adopted'])
export type Origin = z.infer<typeof originSchema>

/** What can be odd about an adopted value, in words. */
export const ADOPTION_FLAGS = {
  new_id: 'the id is not a UUID, so a new one was derived from it',
  blank_name: 'the name is blank',
  text_shortened: 'the text is longer than 10,000 characters and was cut',
  unknown_strategy_type: 'this version does not know the strategy type; the strategy can be read, not run',
  unknown_status: 'the status is none of the known ones',
  confidence_out_of_range: 'the confidence is not a number from 0 to 1 and was left out',
  not_runnable: 'the engine of this version refuses these parameters; the strategy can be read and edited, not run as it is',
  parameters_not_flat: 'these parameters are not plain numbers, texts or yes/no values and were left out',
  impossible_instant: 'the date and time do not exist and were left out',
  impossible_date: 'the date does not exist; it was kept as it is',
  end_before_start: 'the period ends before it starts; it was kept as it is',
  no_instruments: 'the instruments are not a list of names; only what was traded is listed',
  capital_not_positive: 'the capital is not above zero; it was kept as it is',
  not_a_number: 'the value is not a usable number and was left out',
  drawdown_sign: 'the drawdown was written as a positive number; it was made negative',
  unknown_metrics: 'these figures have no counterpart here; they were kept word for word',
  no_result: 'the run is called completed but has no metrics',
  was_under_way: 'the run was never finished and counts as interrupted',
  curve_unreadable: 'points of the equity curve without a readable time were left out',
  curve_reordered: 'points of the equity curve were put in order of time',
  fills_unreadable: 'fills with an unreadable value; what is not known is missing in their columns',
  windows_unreadable: 'the windows do not have the known form; they were kept word for word',
  window_not_positive: 'the window has no days; it was kept as it is',
  older_pass: 'the older system recorded a pass; its evidence cannot be checked here, so it does not count as one',
} as const
export type AdoptionFlagCode = keyof typeof ADOPTION_FLAGS

/** One oddity of an adopted row: which field, what is odd, and the older value as JSON text. */
export const adoptionFlagSchema = z.object({
  code: z.enum(Object.keys(ADOPTION_FLAGS) as [AdoptionFlagCode, ...AdoptionFlagCode[]]),
  field: z.string(),
  original: z.string(),
})
export type AdoptionFlag = z.infer<typeof adoptionFlagSchema>

/** What taking over an older database would change, for a person to agree to. */
export const adoptionPreviewSchema = z.object({
  label: z.string(),
  /** Schema into which the older tables move, unchanged: the way back. */
  legacySchema: z.string(),
  /** Rows without a counterpart here stay in the older tables only. */
  tables: z.array(z.object({ name: z.string(), rows: z.int(), converted: z.int() })),
  /** Oddities that are kept and flagged, in words. */
  oddities: z.array(z.object({ meaning: z.string(), rows: z.int() })),
})
export type AdoptionPreview = z.infer<typeof adoptionPreviewSchema>
