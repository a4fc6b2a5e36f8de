/** What a statement of a plain PostgreSQL dump would do, and whether it may. Pure. */

export type Judged =
  | { act: 'pass' }
  | { act: 'drop'; as: string; database?: string }
  /** Rows follow, to a line with a backslash and a dot. */
  | { act: 'copy'; table: string }
  | { act: 'refuse' };

const name = '("(?:""|[^"])+"|[\\w$\\x80-\\xff]+)';

const plain = (quoted: string): string =>
  quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted;

/** A table as `schema.name`. */
function tableOf(schema: string | undefined, table: string): string {
  return `${plain(schema ?? 'public')}.${plain(table)}`;
}

const rules: [RegExp, string][] = [
  [/^ALTER .* OWNER TO /i, 'OWNER'],
  [/^(?:GRANT|REVOKE|ALTER DEFAULT PRIVILEGES)\b/i, 'GRANT'],
  [/^(?:COMMENT ON (?:EXTENSION|DATABASE|SCHEMA public)|SECURITY LABEL)\b/i, 'COMMENT'],
  [/^SET (?:SESSION AUTHORIZATION|ROLE|LOCAL ROLE)\b|^RESET SESSION AUTHORIZATION/i, 'SET ROLE'],
  // One that an older server does not know is nothing that data needs.
  [/^SET (?:transaction_timeout|default_with_oids|default_table_access_method)\b/i, 'SET'],
  [/^(?:BEGIN|START TRANSACTION|COMMIT)\b/i, 'BEGIN'],
  [/^CREATE SCHEMA public$|^DROP SCHEMA (?:IF EXISTS )?public$/i, 'SCHEMA'],
  [/^ALTER DATABASE\b/i, 'ALTER DATABASE'],
];

const forbidden =
  /^(?:CREATE|ALTER|DROP) (?:OR REPLACE )?(?:ROLE|USER|GROUP|TABLESPACE|SUBSCRIPTION|PUBLICATION|SERVER|FOREIGN|EVENT TRIGGER|LANGUAGE|TRUSTED|PROCEDURAL|SYSTEM|ACCESS METHOD)\b/i;
const passing =
  /^(?:CREATE|ALTER|DROP|COMMENT ON|INSERT INTO|REFRESH MATERIALIZED VIEW|LOCK TABLE|SET \S|SELECT pg_catalog\.(?:set_config\('search_path'|setval\(|lo\w*\())/i;

/** Where a backslash in any string means something: a dump that has it was read wrongly here. */
const otherStrings = /^SET standard_conforming_strings (?:=|TO) '?(?!on\b)/i;

/** @param text without comments before it, and without its semicolon */
export function judgeStatement(text: string): Judged {
  const said = text.replaceAll(/\s+/g, ' ').trim();
  if (said === '') return { act: 'drop', as: '' };
  const base = new RegExp(`^(CREATE|DROP) DATABASE (?:IF EXISTS )?${name}`, 'i').exec(said);
  if (base !== null) {
    const as = `${base[1]?.toUpperCase()} DATABASE`;
    return { act: 'drop', as, database: plain(base[2] as string) };
  }
  if (/^COPY\b/i.test(said)) {
    const copied = new RegExp(
      `^COPY (?:${name}\\.)?${name}(?: \\([^)]*\\))? FROM stdin(?: WITH .*)?$`,
      'i',
    ).exec(said);
    if (copied === null) return { act: 'refuse' };
    return { act: 'copy', table: tableOf(copied[1], copied[2] as string) };
  }
  if (forbidden.test(said) || otherStrings.test(said)) return { act: 'refuse' };
  const rule = rules.find(([pattern]) => pattern.test(said));
  if (rule !== undefined) return { act: 'drop', as: rule[1] };
  return passing.test(said) ? { act: 'pass' } : { act: 'refuse' };
}

/** Table and view names that a statement makes. */
export function madeBy(
  text: string,
): { kind: 'table' | 'view' | 'routine' | 'trigger' | 'sequence'; name: string } | undefined {
  const said = text.replaceAll(/\s+/g, ' ').trim();
  const [, kind = '', schema, object] =
    new RegExp(
      `^CREATE (?:OR REPLACE )?(?:UNLOGGED |MATERIALIZED |CONSTRAINT |RECURSIVE )?(TABLE|VIEW|FUNCTION|PROCEDURE|TRIGGER|SEQUENCE) (?:IF NOT EXISTS )?(?:${name}\\.)?${name}`,
      'i',
    ).exec(said) ?? [];
  if (object === undefined) return undefined;
  const kinds = {
    TABLE: 'table',
    VIEW: 'view',
    FUNCTION: 'routine',
    PROCEDURE: 'routine',
    TRIGGER: 'trigger',
    SEQUENCE: 'sequence',
  } as const;
  return { kind: kinds[kind.toUpperCase() as keyof typeof kinds], name: tableOf(schema, object) };
}

/** Where another database is meant: `\connect name`. */
export function connected(line: string): string | undefined {
  const found = new RegExp(
    `^\\\\(?:connect|c) (?:-reuse-previous=\\w+ )?(?:"dbname='((?:[^'])+)'"|${name})`,
  ).exec(line);
  return found === null ? undefined : (found[1] ?? plain(found[2] as string));
}
