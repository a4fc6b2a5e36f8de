/** What is wrong, where, as data; `terminal/prose` turns a code into words. */

export interface Location {
  /** Path relative to the inventory's root. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 code units. */
  column: number;
  /** Length of the offending text on that line, for the caret; 0 when unknown. */
  length: number;
}

export interface Diagnostic {
  /** Stable identifier, e.g. `INV014`. */
  code: string;
  severity: 'error' | 'warning';
  args: Record<string, string | number>;
  at?: Location;
  /** A known name close to the wrong one. */
  suggestion?: string;
}
