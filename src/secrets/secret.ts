import { timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

/**
 * A value that must not be seen: text, JSON and inspection show `***`.
 * Only `reveal` gives the value, so that each use can be found by name.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself: for the engine, a file meant for it, or a person who asked. */
  reveal(): string {
    return this.#value;
  }

  equals(other: Secret): boolean {
    const mine = Buffer.from(this.#value);
    const theirs = Buffer.from(other.#value);
    return mine.length === theirs.length && timingSafeEqual(mine, theirs);
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}
