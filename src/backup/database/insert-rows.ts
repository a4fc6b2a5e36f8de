const [quote, backslash, backtick, open, close] = [0x27, 0x5c, 0x60, 0x28, 0x29];
const values = Buffer.from(' VALUES');

/**
 * Counts the rows of a line `INSERT INTO … VALUES (…),(…);`, as mariadb-dump 10.5 writes
 * them; later versions write each row in a line of its own, and only the head comes here.
 */
export class InsertRows {
  #rows = 0;
  #depth = 0;
  /** Byte that ends the text or name we are in. */
  #until = 0;
  #escaped = false;
  /** Bytes of ` VALUES` seen; the column list before it also has parentheses. */
  #head = 0;

  read(chunk: Buffer, start: number, end: number): void {
    let at = start;
    for (; at < end && this.#head < values.length; at += 1) this.#inHead(chunk[at] as number);
    // Locals, and one loop: this sees every byte of the rows of the older versions.
    let [rows, depth, until, escaped] = [this.#rows, this.#depth, this.#until, this.#escaped];
    while (at < end) {
      if (until !== 0) {
        if (escaped) at += 1;
        escaped = false;
        while (at < end && chunk[at] !== quote && chunk[at] !== backslash) at += 1;
        if (at >= end) break;
        // A doubled quote ends the text and begins it again, which comes to the same.
        if (chunk[at] === quote) until = 0;
        else escaped = true;
      } else {
        const byte = chunk[at];
        if (byte === quote) until = quote;
        else if (byte === open) {
          if (depth === 0) rows += 1;
          depth += 1;
        } else if (byte === close) depth -= 1;
      }
      at += 1;
    }
    this.#rows = rows;
    this.#depth = depth;
    this.#until = until;
    this.#escaped = escaped;
  }

  /** Rows since the last time; ready for the next line. */
  take(): number {
    const rows = this.#rows;
    this.#rows = 0;
    this.#depth = 0;
    this.#until = 0;
    this.#escaped = false;
    this.#head = 0;
    return rows;
  }

  #inHead(byte: number): void {
    if (byte === backtick) this.#until = this.#until === 0 ? backtick : 0;
    else if (this.#until !== 0) this.#head = 0;
    else if (byte === values[this.#head]) this.#head += 1;
    else this.#head = byte === values[0] ? 1 : 0;
  }
}
