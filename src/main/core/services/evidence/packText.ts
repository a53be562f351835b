import { createHash } from 'node:crypto'
import type { PackManifest } from '#shared/domain/evidencePack.ts'
import { canonicalJson } from '../../repositories/auditChain.ts'

/** File names of a pack and their whole text. */
export type PackTexts = ReadonlyMap<string, string>

/** SHA-256 of a text in UTF-8, lower-case hexadecimal. */
export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex')

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** The hash that stands for the whole pack: of its manifest, which holds those of all files. */
export function hashManifest({ pack_hash: _hash, ...manifest }: PackManifest): string {
  return hashText(canonicalJson(manifest))
}

export const PACK_README = `This folder is the evidence for one version of one strategy, as Aurelius held it when it was exported.

  manifest.json     SHA-256 of every other file, and the end of the audit log at that moment
  strategy.json     what the version says, and who wrote and edited it
  run.json          the run that was judged: specification, identity, metrics and ledger, every number in full
  trades.csv, equity_curve.csv   the same ledger for people
  dataset.json      where the data came from, and their hash
  data.json         the data themselves, when they were asked for
  trials.json       how often this family of rules was tried on these instruments
  validation.json   the latest walk-forward validation of the version, or null
  gates.json        the latest result of each gate
  governance.json   waivers, approvals, review notes, holdout
  audit.json        the rows of the audit log about all of this

To check it, offline and without a database:

  aurelius evidence verify <this folder>
  aurelius evidence verify <this folder> --data bars.csv     when data.json is not here

Every file that was changed is named. Whoever changes a file and the manifest with it is found where the parts no longer
follow from one another: hashes of specification, data and ledger, metrics from the ledger, the ledger from a replay. The
pack as a whole can be replaced by another one that is consistent; the hash printed at export, kept elsewhere, and the
audit log that recorded it, show that.
`
