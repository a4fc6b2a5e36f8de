/** What a statement of a MariaDB or MySQL dump would do, and whether it may. Pure. */
import type { ObjectKind } from './facts.js';

/** Statements are text of one character a byte, whatever their encoding is. */
export type Judged =
  | { act: 'pass'; text: string; makes?: { kind: ObjectKind | 'table'; name: string } }
  /** `instead`: what of it is the app's own. */
  | { act: 'drop'; as: string; database?: string; instead?: string }
  | { act: 'refuse' };

export interface Found {
  definer?: string;
  collations: string[];
}

const name = '(`(?:``|[^`])+`|"[^"]+"|[\\w$\\x80-\\xff]+)';
const account = `(?:\`(?:\`\`|[^\`])*\`|'[^']*'|"[^"]*"|[\\w.%$-]+)`;
const definer = new RegExp(
  `\\bDEFINER\\s*=\\s*(CURRENT_USER(?:\\(\\))?|${account}(?:\\s*@\\s*${account})?)`,
  'i',
);

/** The name alone. */
export const plain = (quoted: string): string =>
  quoted.startsWith('`') ? quoted.slice(1, -1).replaceAll('``', '`') : quoted.replaceAll('"', '');

/** Comments that the server obeys are statements; what they are for older servers is left out. */
function bare(text: string): string {
  return text
    .slice(0, 4096)
    .replaceAll(/\/\*M?!\d*/g, ' ')
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll('*/', ' ')
    .replaceAll(/^\s*(?:--\s.*|#.*)$/gm, ' ')
    .replace(definer, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const things = `TABLE|VIEW|TRIGGER|FUNCTION|PROCEDURE|EVENT|SEQUENCE|PACKAGE BODY|PACKAGE|INDEX`;
const create = new RegExp(
  `^CREATE (?:OR REPLACE )?(?:ALGORITHM ?= ?\\w+ )?(?:SQL SECURITY \\w+ )?` +
    `(?:TEMPORARY |AGGREGATE |UNIQUE |FULLTEXT |SPATIAL )?(${things})\\b ?(?:IF NOT EXISTS )?${name}`,
  'i',
);
const drop = new RegExp(`^DROP (?:TEMPORARY )?(${things})\\b ?(?:IF EXISTS )?${name}`, 'i');
const kinds: Record<string, ObjectKind | 'table' | undefined> = {
  TABLE: 'table',
  VIEW: 'view',
  TRIGGER: 'trigger',
  FUNCTION: 'routine',
  PROCEDURE: 'routine',
  EVENT: 'event',
  SEQUENCE: 'sequence',
};

/** MySQL 5.7 and later obey it, MariaDB does not: both agree on what it is to older servers. */
const ofMysql = /^\s*\/\*!(?:50[7-9]\d\d|5[1-9]\d{3}|[6-9]\d{4})\s[\s\S]*\*\/\s*$/;

/** What the server's administrator alone may set, and what no app's data needs. */
const serverSettings =
  /\bGTID_|\bSQL_LOG_BIN\b|@@GLOBAL\b|\bSET GLOBAL\b|\bSET PERSIST|, ?GLOBAL /i;
const passing =
  /^(?:ALTER (?:TABLE|VIEW|EVENT|SEQUENCE)\b|LOCK TABLES?\b|UNLOCK TABLES?\b|START TRANSACTION\b|BEGIN\b|COMMIT\b|SET \S|(?:SELECT|DO) SETVAL ?\()/i;
const forbiddenSet = /^SET (?:PASSWORD|(?:DEFAULT )?ROLE|STATEMENT)\b/i;

/**
 * @param maps collation → the one that takes its place
 * @param found takes what the statement names
 */
export function judgeStatement(
  text: string,
  maps: ReadonlyMap<string, string>,
  found: (what: Found) => void,
): Judged {
  const said = bare(text);
  if (said === '' || ofMysql.test(text)) return { act: 'drop', as: '' };
  const using = new RegExp(`^USE ${name}`, 'i').exec(said)?.[1];
  if (using !== undefined) return { act: 'drop', as: 'USE', database: plain(using) };
  const base = new RegExp(
    `^(CREATE|DROP) (?:OR REPLACE )?(?:DATABASE|SCHEMA) (?:IF (?:NOT )?EXISTS )?${name}`,
    'i',
  ).exec(said);
  if (base !== null) {
    const as = `${base[1]?.toUpperCase()} DATABASE`;
    const instead = as.startsWith('CREATE') ? defaultsOf(said, maps, found) : undefined;
    const database = plain(base[2] as string);
    return { act: 'drop', as, database, ...(instead === undefined ? {} : { instead }) };
  }
  if (/^SET \S/i.test(said) && serverSettings.test(said)) return { act: 'drop', as: 'SET GLOBAL' };
  if (/^(?:FLUSH|CHANGE MASTER|CHANGE REPLICATION|RESET)\b/i.test(said)) {
    return { act: 'drop', as: said.split(' ')[0]?.toUpperCase() ?? '' };
  }
  if (forbiddenSet.test(said)) return { act: 'refuse' };
  return passed(text, said, maps, found);
}

/** How the database stores and sorts text that says nothing else of itself. */
function defaultsOf(
  said: string,
  maps: ReadonlyMap<string, string>,
  found: (what: Found) => void,
): string | undefined {
  const [, charset] = /CHARACTER SET ?=? ?(\w+)/i.exec(said) ?? [];
  const [, collation] = /COLLATE ?=? ?(\w+)/i.exec(said) ?? [];
  if (charset === undefined) return undefined;
  if (collation === undefined) return `ALTER DATABASE CHARACTER SET ${charset}`;
  found({ collations: [collation.toLowerCase()] });
  const own = maps.get(collation.toLowerCase()) ?? collation;
  return `ALTER DATABASE CHARACTER SET ${charset} COLLATE ${own}`;
}

function passed(
  text: string,
  said: string,
  maps: ReadonlyMap<string, string>,
  found: (what: Found) => void,
): Judged {
  const made = create.exec(said);
  const isAltered = /^ALTER (?:DATABASE|SCHEMA)\b/i.test(said);
  const dropped = drop.exec(said);
  const isPlain = made !== null || isAltered || dropped !== null || passing.test(said);
  if (!isPlain || /\bSONAME\b/i.test(said)) return { act: 'refuse' };
  const named = definer.exec(text)?.[1];
  const collations = collationsIn(text);
  found({ collations, ...(named === undefined ? {} : { definer: named }) });
  let changed = withCollations(named === undefined ? text : text.replace(definer, ' '), maps);
  if (isAltered) changed = changed.replace(alteredName, '$1 ');
  const kind = kinds[(made ?? dropped)?.[1]?.toUpperCase() ?? ''];
  const which = (made ?? dropped)?.[2];
  if (kind === undefined || which === undefined) return { act: 'pass', text: changed };
  if (made === null) return { act: 'pass', text: changed };
  return { act: 'pass', text: changed, makes: { kind, name: plain(which) } };
}

/** Which table a statement takes away: older programs make one in the place of each view first. */
export function droppedTable(text: string): string | undefined {
  const [, kind, which] = drop.exec(bare(text)) ?? [];
  return kind?.toUpperCase() === 'TABLE' && which !== undefined ? plain(which) : undefined;
}

/** It is about the database that is loaded, whatever the dump calls it. */
const alteredName = new RegExp(
  `\\b(ALTER\\s+(?:DATABASE|SCHEMA))\\s+(?!(?:DEFAULT|CHARACTER|CHARSET|COLLATE)\\b)${name}`,
  'i',
);

const collating =
  /(\bCOLLATE\s*=?\s*|\bcollation_(?:connection|database|server)\s*=\s*)('?)(\w+)\2/gi;

/** Text in quotes names no collation, but for one that is set. */
function collationsIn(text: string): string[] {
  return [...unquoted(text).matchAll(collating)]
    .map(([, , , collation = '']) => collation.toLowerCase())
    .filter((collation) => collation !== 'default' && !/^\d/.test(collation));
}

const unquoted = (text: string): string =>
  text.replaceAll(/(?<!=\s*)'(?:[^'\\]|\\[\s\S]|'')*'/g, "''");

function withCollations(text: string, maps: ReadonlyMap<string, string>): string {
  if (maps.size === 0) return text;
  return text.replaceAll(collating, (whole, before: string, mark: string, collation: string) => {
    const other = maps.get(collation.toLowerCase());
    return other === undefined ? whole : `${before}${mark}${other}${mark}`;
  });
}
