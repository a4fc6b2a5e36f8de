/** Something wrong at a path of a file's data, before it has a position. */
export interface Problem {
  code: string;
  args: Record<string, string | number>;
  path: Path;
  /** Which side of `key: value` to point at; default: the value. */
  on?: 'key' | 'value';
  suggestion?: string;
  severity?: 'error' | 'warning';
}

export type Path = readonly (string | number)[];

/** The name a person gives the value at `path`: its last key. */
export function keyOf(path: Path): string {
  const key = path.findLast((part) => typeof part === 'string');
  return key === undefined ? 'the file' : String(key);
}
