/**
 * Exec form of a command. A list is taken as it is; a text of plain words is split, so
 * that the program itself gets the signals; anything more needs a shell.
 */
export function argvOf(command: string | string[]): string[] {
  if (typeof command !== 'string') return command;
  const words = command.trim().split(/[ \t]+/);
  const isPlain = words.every((word) => /^[A-Za-z0-9_@%+:,./-]+$/.test(word));
  return isPlain ? words : ['/bin/sh', '-c', command];
}
