/** The only place where data becomes part of a POSIX shell command. */

const plain = /^[A-Za-z0-9_\-+=./:@%,]+$/;

/**
 * Quotes argv for a POSIX shell: `sh -c quote(argv)` runs exactly `argv`.
 * Every word with anything but harmless characters is put in single quotes, in which the shell
 * interprets nothing (POSIX 2.2.2); a single quote leaves them for `'\''`.
 * The first word is quoted when it contains `=`: unquoted it would be an assignment.
 * @throws TypeError when a word holds a NUL byte, which no argv can carry.
 */
export function quote(argv: readonly string[]): string {
  return argv.map((word, index) => quoteWord(word, index === 0)).join(' ');
}

function quoteWord(word: string, isCommand: boolean): string {
  if (word.includes('\0')) {
    throw new TypeError('an argument cannot contain a NUL byte');
  }
  if (plain.test(word) && !(isCommand && word.includes('='))) {
    return word;
  }
  return `'${word.replaceAll("'", "'\\''")}'`;
}
