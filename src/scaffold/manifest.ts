/** `template.yaml`: what a template says about itself, or everything wrong with it. */
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Diagnostic } from '../inventory/diagnostic.js';
import { problemsOf } from '../inventory/issues.js';
import { envKey } from '../inventory/patterns.js';
import { readYaml } from '../inventory/read-yaml.js';
import { mapping, named } from '../inventory/schema/mapping.js';
import { line } from '../inventory/schema/scalars.js';
import { diagnose, type Source } from '../inventory/source.js';

/** A file in a project: relative, without `..`, none that Git or induk keeps for itself. */
export const filePath =
  /^(?!\.induk\/|request\.yaml$|migrations\/data_)(?!(?:.*\/)?(?:\.|\.\.|\.git)(?:\/|$))[^\\:/\p{Cc}]+(?:\/[^\\:/\p{Cc}]+)*$/iu;

const file = () => z.string().regex(filePath, { error: 'NEW084' });

/** Keys of an entry that come from the request and its place. */
const ownKeys = /^(?!(?:title|function|server|source|secrets|spbe)$)/;

const manifest = mapping({
  title: line(),
  description: line(),
  version: line(),
  fill: z.array(file()).optional(),
  shared: named('NEW084', filePath, z.enum(['gaya.css', 'lambang.svg'])).optional(),
  request: mapping({ path: file(), as: z.enum(['typescript', 'php', 'json']) }).optional(),
  migrations: z.enum(['postgres', 'mariadb']).optional(),
  secrets: named('INV028', envKey, z.enum(['key', 'token', 'password'])).optional(),
  entry: named('NEW089', ownKeys, z.unknown()),
});

/** What a secret is made of: 32 random bytes in base64, 48 characters, or 20 to type in. */
export type SecretKind = 'key' | 'token' | 'password';

export interface Manifest {
  title: string;
  description: string;
  /** Rises with every change that projects are to get by `induk new update`. */
  version: string;
  /** Files in which `{{words}}` are filled in; all others are copied as they are. */
  fill: string[];
  /** Files every template can have: path in the project → name in templates/apps/shared. */
  shared: Record<string, string>;
  /** Where the request goes as data, and how it is written there. */
  request?: { path: string; as: 'typescript' | 'php' | 'json' };
  /** Server for which SQL is made into migrations/; absent: none. */
  migrations?: 'postgres' | 'mariadb';
  /** Secrets the app needs; `induk new` makes them. */
  secrets: Record<string, SecretKind>;
  /** Lines of the app's entry in the inventory, as they are written, not indented. */
  entry: string[];
  /** 1-based line of the first of them in the file, and how far it is indented there. */
  entryLine: number;
  entryIndent: number;
}

export interface ReadManifest {
  /** Absent when there is an error. */
  manifest?: Manifest;
  diagnostics: Diagnostic[];
}

/** @param found path as a person knows it, and the text; never throws on any text */
export function readManifest(found: { path: string; text: string }): ReadManifest {
  const { source, diagnostics } = readYaml(found);
  if (source === undefined || diagnostics.length > 0) return { diagnostics };
  const { data, error } = manifest.safeParse(source.data, { jitless: true });
  if (data === undefined) {
    const problems = problemsOf(error.issues, source.data);
    return { diagnostics: problems.map((problem) => diagnose(source, problem)) };
  }
  const { fill = [], shared = {}, secrets = {}, request, migrations, ...said } = data;
  return {
    manifest: {
      ...said,
      fill,
      shared,
      secrets,
      ...(request === undefined ? {} : { request }),
      ...(migrations === undefined ? {} : { migrations }),
      ...entryOf(source, found.text, data.entry),
    },
    diagnostics: [],
  };
}

/** As it is written, comments included; in braces on one line it is laid out. */
function entryOf(source: Source, text: string, entry: Record<string, unknown>) {
  const { line: key } = source.locate(['entry'], 'key');
  const { line, column } = source.locate(['entry'], 'value');
  if (line === key) {
    return { entry: stringify(entry).trimEnd().split('\n'), entryLine: line, entryIndent: 0 };
  }
  const indent = column - 1;
  return { entry: linesFrom(text, key + 1, indent), entryLine: key + 1, entryIndent: indent };
}

/** A block of YAML: from a line to the next that is not indented. */
function linesFrom(text: string, from: number, indent: number): string[] {
  const lines = text.split(/\r?\n/).slice(from - 1);
  const end = lines.findIndex((each) => /^\S/.test(each));
  const block = (end === -1 ? lines : lines.slice(0, end)).join('\n').trimEnd().split('\n');
  return block.map((each) => each.slice(Math.min(indent, Math.max(0, each.search(/\S/)))));
}
