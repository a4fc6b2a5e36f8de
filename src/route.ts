/** Which command a command line names. Pure. */

/** Command id (`servers:setup`) or alias → the command. */
export type Commands = Map<string, { id: string }>;

export type Route =
  | { kind: 'command'; id: string; argv: string[] }
  | { kind: 'unknown'; given: string };

/**
 * The longest run of leading words that names a command; the rest is its argv.
 * `--help`, no word at all and a bare topic (`induk servers`) lead to `help`.
 */
export function route(argv: readonly string[], commands: Commands): Route {
  const end = argv.findIndex((arg) => arg.startsWith('-'));
  const words = end === -1 ? argv : argv.slice(0, end);
  if (asksForHelp(argv) || words.length === 0) return help(words, argv);
  for (let length = words.length; length > 0; length -= 1) {
    const found = commands.get(words.slice(0, length).join(':'));
    if (found !== undefined) return { kind: 'command', id: found.id, argv: argv.slice(length) };
  }
  if (isTopic(words[0] as string, commands) && words.length === 1) return help(words, argv);
  return unknown(words, commands);
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return own.includes('--help') || own[0] === '-h';
}

/** Help keeps the flags that say how to answer; the others belong to the command asked about. */
function help(words: readonly string[], argv: readonly string[]): Route {
  const json = argv.includes('--json') ? ['--json'] : [];
  return { kind: 'command', id: 'help', argv: [...words, ...json] };
}

function isTopic(word: string, commands: Commands): boolean {
  return [...commands.keys()].some((id) => id.startsWith(`${word}:`));
}

function unknown(words: readonly string[], commands: Commands): Route {
  const depth = isTopic(words[0] as string, commands) ? 2 : 1;
  return { kind: 'unknown', given: words.slice(0, depth).join(' ') };
}
