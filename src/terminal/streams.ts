/** Writing much to stdout and stderr without holding it all in memory. */

let heard = false;

/**
 * Writes and resolves once more may be written. A reader that went away ends the program
 * with 0, as stdout's does already: `2>&1 | head` closes both.
 */
export async function writeAll(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!heard) {
    heard = true;
    process.stderr.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE') process.exit(0);
    });
  }
  if (stream.write(text)) return;
  await new Promise((resolve) => stream.once('drain', resolve));
}
