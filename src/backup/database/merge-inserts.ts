const newline = 0x0a;
const insert = Buffer.from('INSERT INTO `');
const values = Buffer.from(' VALUES (');
const begin = Buffer.from('DELIMITER ;;');
const end = Buffer.from('DELIMITER ;');
const [more, done, lineEnd] = [Buffer.from(',\n'), Buffer.from(';\n'), Buffer.from('\n')];

/** Bytes after which a statement takes no more rows; servers allow 16 MiB at the least. */
const most = 4 << 20;

/**
 * Makes one statement of many rows out of many statements of one row, which a server loads
 * several times faster. Lines of routines and triggers stay as they are.
 *
 * @param dump by mariadb-dump with `--skip-extended-insert`
 */
export async function* mergeInserts(dump: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const merger = new Merger();
  for await (const chunk of dump) {
    merger.read(chunk);
    yield merger.take();
  }
  merger.finish();
  yield merger.take();
}

class Merger {
  #out: Buffer[] = [];
  /** Pieces of a line whose end has not come. */
  #line: Buffer[] = [];
  #inBlock = false;
  /** `INSERT INTO … VALUES ` of the statement that is open, and its bytes. */
  #open: { head: Buffer; bytes: number } | undefined;

  read(chunk: Buffer): void {
    let at = 0;
    for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, at)) {
      const piece = chunk.subarray(at, to);
      this.#onLine(this.#line.length === 0 ? piece : Buffer.concat([...this.#line, piece]));
      this.#line = [];
      at = to + 1;
    }
    if (at < chunk.length) this.#line.push(chunk.subarray(at));
  }

  finish(): void {
    this.#close();
    this.#out.push(...this.#line);
    this.#line = [];
  }

  take(): Buffer {
    const out = Buffer.concat(this.#out);
    this.#out = [];
    return out;
  }

  #onLine(line: Buffer): void {
    const head = this.#inBlock ? undefined : headOf(line);
    if (head !== undefined) {
      this.#onRow(line, head);
      return;
    }
    this.#inBlock = this.#inBlock ? !line.equals(end) : line.equals(begin);
    this.#close();
    this.#out.push(line, lineEnd);
  }

  #onRow(line: Buffer, head: Buffer): void {
    if (this.#open?.head.equals(head) && this.#open.bytes < most) {
      this.#out.push(more, line.subarray(head.length, -1));
      this.#open.bytes += line.length;
      return;
    }
    this.#close();
    this.#out.push(line.subarray(0, -1));
    this.#open = { head, bytes: line.length };
  }

  #close(): void {
    if (this.#open !== undefined) this.#out.push(done);
    this.#open = undefined;
  }
}

/** What stands before a row; undefined when it is not plain that the line is one row. */
function headOf(line: Buffer): Buffer | undefined {
  if (!line.subarray(0, insert.length).equals(insert)) return undefined;
  const at = line.indexOf(values);
  if (at < 0 || line.at(-1) !== 0x3b || line.at(-2) !== 0x29) return undefined;
  const head = line.subarray(0, at + values.length - 1);
  // Inside of a name that holds these very words.
  const quotes = head.reduce((sum, byte) => (byte === 0x60 ? sum + 1 : sum), 0);
  return quotes % 2 === 0 ? head : undefined;
}
