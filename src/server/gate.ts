/** Lets so many through at once; the others wait in order. */
export class Gate {
  #inside = 0;
  #waiting: (() => void)[] = [];

  constructor(private limit: number) {}

  /** Resolves with the function that gives the place back; calling it again does nothing. */
  async enter(): Promise<() => void> {
    if (this.#inside >= this.limit) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#inside += 1;
    let left = false;
    return () => {
      if (left) {
        return;
      }
      left = true;
      this.#inside -= 1;
      this.#waiting.shift()?.();
    };
  }
}
