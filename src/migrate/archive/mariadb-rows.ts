/** The rows of one INSERT, by their values and not by how somebody wrote them. */
import { RowHash, type RowSum } from './facts.js';

const [quote, double, backslash, open, close, comma] = [0x27, 0x22, 0x5c, 0x28, 0x29, 0x2c];

/** What a backslash makes of the character behind it; of any other nothing. */
const escapes = new Map([
  [0x30, 0],
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x5a, 26],
]);

/** Value of each hexadecimal digit by its byte; of any other byte -1. */
const digits = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(digit) ? -1 : digit;
});

/**
 * Reads what stands behind VALUES. A value counts by its bytes: 5 and '5', X'41', 0x41 and 'A' are
 * the same, so that two programs that write dumps in different ways agree.
 */
export class MariadbRows {
  readonly #sum: RowSum;
  readonly #row = new RowHash();
  #depth = 0;
  #quoted = 0;
  #escaped = false;
  /** Unquoted text of the value: a number, NULL, or what stands before a string. */
  #word = '';
  #hasString = false;
  /** Digits of X'…' and b'…', which are few. */
  #digits: string | undefined;
  /** First digit of a pair in 0x…, which may be as long as a file. */
  #half: number | undefined;
  #length = 0;

  constructor(sum: RowSum) {
    this.#sum = sum;
  }

  get inString(): boolean {
    return this.#quoted !== 0;
  }

  /**
   * Takes bytes from `at` on: a run of them in a string, else one.
   * @returns where to go on
   */
  take(chunk: Buffer, at: number): number {
    if (this.#quoted === 0) {
      this.#outside(chunk[at] as number);
      return at + 1;
    }
    if (this.#escaped) {
      this.#escaped = false;
      const value = chunk[at] as number;
      this.#put(escapes.get(value) ?? value);
      return at + 1;
    }
    const end = this.#runEnd(chunk, at);
    if (end > at) this.#putAll(chunk.subarray(at, end));
    if (end === chunk.length) return end;
    if (chunk[end] === backslash) this.#escaped = true;
    else this.#closeString();
    return end + 1;
  }

  #runEnd(chunk: Buffer, at: number): number {
    let end = at;
    for (; end < chunk.length; end += 1) {
      const value = chunk[end];
      if (value === backslash || value === this.#quoted) break;
    }
    return end;
  }

  #outside(value: number): void {
    if (value === quote || value === double) this.#openString(value);
    else if (value === open) {
      this.#depth += 1;
      if (this.#depth > 1) this.#sum.doubt();
    } else if (value === close) this.#closed();
    else if (value === comma && this.#depth <= 1) {
      if (this.#depth === 1) this.#value();
    } else if (value > 0x20) this.#bareByte(value);
  }

  #bareByte(value: number): void {
    // Between rows stands a comma and nothing else; ON DUPLICATE KEY tells of other rows.
    if (this.#depth === 0) this.#sum.doubt();
    else if (this.#word === '0x') this.#hexDigit(value);
    else if (this.#word.length < 400) this.#word += String.fromCharCode(value).toLowerCase();
  }

  #hexDigit(value: number): void {
    const digit = digits[value] as number;
    if (digit < 0) this.#sum.doubt();
    else if (this.#half === undefined) this.#half = digit;
    else {
      this.#put(this.#half * 16 + digit);
      this.#half = undefined;
    }
  }

  #openString(value: number): void {
    // Two quotes side by side are one in the string.
    if (this.#hasString) this.#put(value);
    else if (this.#word === 'x' || this.#word === 'b') this.#digits = '';
    else if (this.#word !== '' && !this.#word.startsWith('_')) this.#sum.doubt();
    this.#quoted = value;
    this.#hasString = true;
  }

  #closeString(): void {
    this.#quoted = 0;
    if (this.#digits === undefined) return;
    const bytes = this.#word === 'x' ? ofHex(this.#digits) : ofBits(this.#digits);
    this.#digits = undefined;
    this.#putAll(bytes);
  }

  #put(value: number): void {
    if (this.#digits !== undefined) this.#digits += String.fromCharCode(value);
    else {
      this.#row.byte(value);
      this.#length += 1;
    }
  }

  #putAll(bytes: Buffer): void {
    if (this.#digits !== undefined) this.#digits += bytes.toString('latin1');
    else {
      this.#row.bytes(bytes);
      this.#length += bytes.length;
    }
  }

  #closed(): void {
    this.#depth -= 1;
    if (this.#depth !== 0) return;
    this.#value();
    this.#sum.add(this.#row.digest());
  }

  #value(): void {
    const isNull = !this.#hasString && this.#word === 'null';
    if (!this.#hasString && !isNull && this.#word !== '0x') this.#bare();
    if (this.#half !== undefined) this.#sum.doubt();
    // Behind the value its length, so that no two rows of different values look the same.
    this.#row.byte(isNull ? 0 : 1);
    for (let shift = 0; shift < 32; shift += 8) this.#row.byte((this.#length >>> shift) & 255);
    this.#word = '';
    this.#hasString = false;
    this.#half = undefined;
    this.#length = 0;
  }

  /** A number; anything else is worked out by the server, and nobody here knows to what. */
  #bare(): void {
    if (!/^[-+]?[0-9.]+(e[-+]?\d+)?$/.test(this.#word)) this.#sum.doubt();
    this.#putAll(Buffer.from(numberText(this.#word), 'latin1'));
  }
}

/** Very large and very small numbers are written with an exponent by some programs, and not by all. */
function numberText(word: string): string {
  const other = String(Number(word));
  return word.includes('e') || other.includes('e') ? other : word;
}

function ofHex(digits: string): Buffer {
  return Buffer.from(digits.length % 2 === 1 ? `0${digits}` : digits, 'hex');
}

function ofBits(digits: string): Buffer {
  const whole = digits.padStart(Math.ceil(digits.length / 8) * 8, '0');
  return Buffer.from((whole.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
