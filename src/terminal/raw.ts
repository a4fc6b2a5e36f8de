/** Lends this terminal to a program that runs elsewhere. */

export interface LentTerminal {
  size(): { columns: number; rows: number };
  onResize(listener: () => void): () => void;
  /** Gives keys, Ctrl-C among them, back to this program. */
  restore(): void;
}

/** Whether both ends are a terminal, so that a program can be given one. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Passes every key on as it is typed, until restored; also when the program ends early. */
export function lendTerminal(): LentTerminal {
  const { stdin, stdout } = process;
  const restore = (): void => void stdin.setRawMode(false);
  stdin.setRawMode(true);
  process.once('exit', restore);
  return {
    size: () => ({ columns: stdout.columns, rows: stdout.rows }),
    onResize: (listener) => {
      stdout.on('resize', listener);
      return () => void stdout.off('resize', listener);
    },
    restore: () => {
      process.off('exit', restore);
      restore();
    },
  };
}
