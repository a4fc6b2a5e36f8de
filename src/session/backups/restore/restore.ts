/** Which kind of restore a person asks for. */
import { exitCodes, Fault } from '../../../fault.js';

export interface RestoreFlags {
  set?: string;
  at?: string;
  to?: string;
  as?: string;
  domain?: string;
  only?: string;
  output?: string;
  force?: boolean;
  'in-place'?: boolean;
  confirm?: string;
}

export type RestoreKind = 'new' | 'in place' | 'only';

/** Flags besides `set` and `at` that each kind takes. */
const own: Record<RestoreKind, (keyof RestoreFlags)[]> = {
  new: ['to', 'as', 'domain'],
  'in place': ['in-place', 'confirm'],
  only: ['only', 'output', 'force'],
};

const all: (keyof RestoreFlags)[] = ['set', 'at', ...Object.values(own).flat()];

/** @throws Fault BAK125 (exit 64) naming flags that do not go together, or one that is missing */
export function restoreKind(flags: RestoreFlags): RestoreKind {
  const given = all.filter((key) => flags[key] !== undefined && flags[key] !== false);
  const kind = given.includes('only') ? 'only' : given.includes('in-place') ? 'in place' : 'new';
  const wrong = given.filter((key) => !['set', 'at', ...own[kind]].includes(key));
  if (given.includes('set') && given.includes('at')) wrong.push('set', 'at');
  if (kind === 'only' && !given.includes('output')) wrong.push('only');
  if (wrong.length === 0) return kind;
  const named = wrong.map((key) => `--${key}`).join(', ');
  throw new Fault('BAK125', { flags: named }, { exit: exitCodes.usage });
}
