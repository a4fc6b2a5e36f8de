/** Bytes that come one after the other and are read as text of one character each. */
export class Text {
  #bytes = Buffer.allocUnsafe(1 << 12);
  length = 0;

  push(value: number): void {
    if (this.length === this.#bytes.length) {
      const more = Buffer.allocUnsafe(this.#bytes.length * 2);
      this.#bytes.copy(more);
      this.#bytes = more;
    }
    this.#bytes[this.length] = value;
    this.length += 1;
  }

  head(length: number): string {
    return this.#bytes.toString('latin1', 0, Math.min(length, this.length));
  }

  tail(length: number): string {
    return this.#bytes.toString('latin1', Math.max(0, this.length - length), this.length);
  }

  toString(): string {
    return this.#bytes.toString('latin1', 0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
