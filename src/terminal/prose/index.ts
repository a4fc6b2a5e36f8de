/** Turns a code and its arguments into words. */
import type { Phrase } from './catalogue.js';
import { en } from './en/index.js';
import { id } from './id/index.js';

export type Language = 'en' | 'id';

/** What stands before a next step. */
export const nextWord = { en: 'Next:', id: 'Selanjutnya:' } as const;

export type Args = Record<string, string | number>;

/** Catalogues by language and area; the test of completeness walks them. */
export const areas = { en, id } as const;

/**
 * The words for `code` in `lang`, English when the language lacks it.
 * An unknown code gives the code itself with its arguments, so that nothing is lost.
 */
export function phrase(code: string, args: Args = {}, lang: Language = 'en'): Phrase {
  const found = lookUp(code, lang) ?? lookUp(code, 'en');
  if (found === undefined) return { text: [code, ...describe(args)].join(' ') };
  return {
    text: fill(found.text, args),
    ...(found.next === undefined ? {} : { next: fill(found.next, args) }),
  };
}

function lookUp(code: string, lang: Language): Phrase | undefined {
  for (const catalogue of Object.values(areas[lang])) {
    if (Object.hasOwn(catalogue, code)) return catalogue[code];
  }
  return undefined;
}

function fill(template: string, args: Args): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? String(args[name]) : whole,
  );
}

function describe(args: Args): string[] {
  return Object.entries(args).map(([name, value]) => `${name}=${value}`);
}
