/** The one JSON document of `--json`. */

export interface Warning {
  code?: string;
  message: string;
}

export interface Document {
  ok: boolean;
  data?: unknown;
  error?: Record<string, unknown>;
  warnings: Warning[];
  /** Grows only when a field changes its meaning; new fields do not change it. */
  formatVersion: 1;
}

/** Writes the document to stdout. */
export function writeDocument(document: Document): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
