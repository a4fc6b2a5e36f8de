import type { Language } from './prose/index.js';

/**
 * The language to speak: `--lang`, then `INDUK_LANG`, then English. Read from argv
 * directly because errors of flag parsing must be told in it too.
 */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  const at = own.lastIndexOf('--lang');
  const inline = own.findLast((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  const asked = inline ?? (at === -1 ? undefined : own[at + 1]) ?? env.INDUK_LANG;
  return asked === 'id' ? 'id' : 'en';
}
