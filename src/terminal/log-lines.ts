/** Where `logs` writes a line: as the app did, or kept for the document of --json. */
import { writeAll } from './streams.js';

/** As `cluster/runtime` gives them. */
interface Line {
  /** RFC 3339. */
  time: string;
  stream: 'stdout' | 'stderr';
  /** With its line break, unless more of a long line follows. */
  text: string;
  server?: string;
}

export interface LogWriter {
  write(line: Line): Promise<void>;
  /** What --json shows in the end; a followed log goes to stderr as NDJSON instead. */
  readonly lines: Line[];
}

export function logWriter(options: {
  json: boolean;
  follow: boolean;
  timestamps: boolean;
}): LogWriter {
  const lines: Line[] = [];
  const write = async (line: Line): Promise<void> => {
    const text = line.text.replace(/\n$/, '');
    if (options.json && options.follow) {
      return writeAll(process.stderr, `${JSON.stringify({ type: 'log', ...line, text })}\n`);
    }
    if (options.json) {
      lines.push({ ...line, text });
      return;
    }
    const time = options.timestamps ? `${line.time} ` : '';
    await writeAll(process[line.stream], `${time}${line.text}`);
  };
  return { write, lines };
}
