/** Collects what a process writes: everything, or the last bytes when somebody else reads it. */

/** Bytes kept of a stream that a callback consumes; enough for the end of an error message. */
const tail = 64 * 1024;

export class Output {
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(private readonly onChunk?: (chunk: Buffer) => void) {}

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.onChunk === undefined) {
      return;
    }
    this.onChunk(chunk);
    while (this.#size - (this.#chunks[0]?.length ?? 0) >= tail) {
      this.#size -= this.#chunks.shift()?.length ?? 0;
    }
  }

  /** Decoded once at the end, so that a character split between two chunks survives. */
  toString(): string {
    const bytes = Buffer.concat(this.#chunks);
    return this.onChunk === undefined ? bytes.toString() : bytes.subarray(-tail).toString();
  }
}
