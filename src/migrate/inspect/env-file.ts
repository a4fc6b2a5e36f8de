/** `.env` as the frameworks' own readers take it; nothing in it is an error. */

export function parseEnvFile(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match === null) continue;
    values.set(match[1] as string, unquoted(match[2] as string));
  }
  return values;
}

function unquoted(text: string): string {
  const double = /^"((?:\\.|[^"\\])*)"/.exec(text);
  if (double) return (double[1] as string).replace(/\\(["\\$])/g, '$1');
  const single = /^'([^']*)'/.exec(text);
  if (single) return single[1] as string;
  return text.replace(/\s+#.*$/, '');
}
