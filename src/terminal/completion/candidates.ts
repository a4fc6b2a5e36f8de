/** What can follow on a half-typed command line. Pure. */

export interface Names {
  apps: string[];
  opds: string[];
  servers: string[];
}

/** The parts of oclif's manifest that completion reads. */
export interface CommandShape {
  hidden?: boolean;
  strict?: boolean;
  flags: Record<string, FlagShape>;
  args: Record<string, { options?: readonly string[] }>;
}

interface FlagShape {
  type: string;
  char?: string;
  hidden?: boolean;
  options?: readonly string[];
}

/**
 * Candidates for the last word, sorted; none when a file name is expected.
 * @param words what was typed after `induk`, the last one unfinished, perhaps empty
 */
export function candidates(
  words: readonly string[],
  commands: Record<string, CommandShape>,
  names: Names,
): string[] {
  const partial = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const all = options(partial, before, commands, names);
  return [...new Set(all)].filter((each) => each.startsWith(partial)).sort();
}

function options(
  partial: string,
  before: readonly string[],
  commands: Record<string, CommandShape>,
  names: Names,
): string[] {
  const found = commandOf(before, commands);
  if (found === undefined || before[0] === 'help') return nextWords(before, commands);
  const { command, rest } = found;
  if (rest.includes('--')) return [];
  const valued = flagNamed(rest.at(-1), command);
  if (valued?.flag.type === 'option') return valuesOf(valued.name, valued.flag.options, names);
  if (partial.startsWith('-')) return flagsOf(command);
  return argumentsOf(command, rest, names);
}

/** The longest command id among the leading words, and the words after it. */
function commandOf(words: readonly string[], commands: Record<string, CommandShape>) {
  for (let length = words.length; length > 0; length -= 1) {
    const command = commands[words.slice(0, length).join(':')];
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return undefined;
}

/** The next word of every command whose id begins with the words so far. */
function nextWords(before: readonly string[], commands: Record<string, CommandShape>): string[] {
  const isHelp = before[0] === 'help';
  const path = isHelp ? before.slice(1) : before;
  const extra = isHelp && path.length === 0 ? ['exit-codes'] : [];
  return Object.entries(commands)
    .filter(([, { hidden }]) => !hidden)
    .map(([id]) => id.split(':'))
    .filter((parts) => parts.length > path.length && path.every((word, at) => parts[at] === word))
    .map((parts) => parts[path.length] as string)
    .concat(extra);
}

function flagNamed(word: string | undefined, { flags }: CommandShape) {
  const found = Object.entries(flags).find(
    ([name, { char }]) => word === `--${name}` || (char !== undefined && word === `-${char}`),
  );
  return found && { name: found[0], flag: found[1] };
}

function flagsOf({ flags }: CommandShape): string[] {
  const shown = Object.entries(flags).filter(([, { hidden }]) => !hidden);
  return shown.map(([name]) => `--${name}`);
}

function argumentsOf(command: CommandShape, rest: readonly string[], names: Names): string[] {
  const args = Object.entries(command.args);
  const given = rest.filter((word, at) => {
    const valued = flagNamed(rest[at - 1], command);
    return !word.startsWith('-') && valued?.flag.type !== 'option';
  });
  const [name, arg] = (command.strict === false && args.at(-1)) || args[given.length] || [];
  if (name === undefined) return [];
  return valuesOf(name, arg?.options, names).filter((value) => !given.includes(value));
}

/** Values by the name of their flag or argument. */
function valuesOf(name: string, fixed: readonly string[] | undefined, names: Names): string[] {
  if (fixed !== undefined) return [...fixed];
  if (['app', 'apps', 'confirm'].includes(name)) return names.apps;
  if (['server', 'servers', 'from', 'to'].includes(name)) return names.servers;
  return name === 'opd' ? names.opds : [];
}
