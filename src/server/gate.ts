/** Lets so many through at once; the others wait in order. */
export class Gate {
  #inside = 0;
  #waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Resolves with the function that gives the place back; calling it again does nothing. */
  async enter(): Promise<() => void> {
    if (this.#inside < this.limit) {
      this.#inside += 1;
    } else {
      // The place is handed over, not freed, so that nobody slips in between.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    let isLeft = false;
    return () => {
      if (!isLeft) {
        isLeft = true;
        this.#leave();
      }
    };
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#inside -= 1;
    } else {
      next();
    }
  }
}
