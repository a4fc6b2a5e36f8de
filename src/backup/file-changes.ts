/** What became of a volume's files since the last set; counted where catalogues are made. */
export interface FileChanges {
  /** Files in the earlier catalogue. */
  before: number;
  /** Files in the later one. */
  now: number;
  /** In both, with another content. */
  changed: number;
  /** In the earlier one only. */
  gone: number;
  /** In the later one only. */
  fresh: number;
  /** Fresh ones named like a gone one with something appended, as `surat.docx.locked`. */
  extended: number;
}
