/** Chunks handed from one who pushes to one who reads, at the reader's speed. */
export class Hose implements AsyncIterable<Buffer> {
  readonly #waiting: Buffer[] = [];
  #taken: (() => void) | undefined;
  #came: (() => void) | undefined;
  #ended: { error?: unknown } | undefined;
  #closed = false;

  /** @returns what to wait for before more is pushed */
  push(chunk: Buffer): Promise<void> | undefined {
    if (this.#closed) return undefined;
    this.#waiting.push(chunk);
    this.#came?.();
    return new Promise((resolve) => {
      this.#taken = resolve;
    });
  }

  end(error?: unknown): void {
    this.#ended = error === undefined ? {} : { error };
    this.#came?.();
  }

  /** The reader is gone: what is pushed is thrown away. */
  close(): void {
    this.#closed = true;
    this.#taken?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) {
        this.#taken?.();
        yield chunk;
      } else if (this.#ended !== undefined) {
        if ('error' in this.#ended) throw this.#ended.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#came = resolve;
        });
      }
    }
  }
}
