/** Checksum of age recipients, https://age-encryption.org/v1 and BIP 173. */

const charset = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Whether `text` is bech32 with a correct checksum and a human part starting with `age`. */
export function isAgeRecipient(text: string): boolean {
  const at = text.lastIndexOf('1');
  const human = text.slice(0, at);
  const data = text.slice(at + 1);
  if (!/^age(?:1[a-z]+)?$/.test(human) || data.length < 58) return false;
  const values = [...data].map((char) => charset.indexOf(char));
  return !values.includes(-1) && polymod([...expand(human), ...values]) === 1;
}

function expand(human: string): number[] {
  const codes = [...human].map((char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    generators.forEach((generator, i) => {
      if ((top >>> i) & 1) sum ^= generator;
    });
  }
  return sum;
}

/** The bytes of a bech32 text in either case; undefined when its checksum is wrong. */
export function decodeBech32(text: string): { human: string; bytes: Uint8Array } | undefined {
  const lower = text.toLowerCase();
  const at = lower.lastIndexOf('1');
  const human = lower.slice(0, at);
  const values = [...lower.slice(at + 1)].map((char) => charset.indexOf(char));
  if (at < 1 || values.length < 6 || values.includes(-1)) return undefined;
  if (polymod([...expand(human), ...values]) !== 1) return undefined;
  return { human, bytes: Uint8Array.from(regroup(values.slice(0, -6), 5, 8)) };
}

/** Bytes as bech32, in small letters. */
export function encodeBech32(human: string, bytes: Uint8Array): string {
  const values = regroup([...bytes], 8, 5, true);
  const sum = polymod([...expand(human), ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = [25, 20, 15, 10, 5, 0].map((shift) => (sum >>> shift) & 31);
  return `${human}1${[...values, ...checksum].map((value) => charset[value]).join('')}`;
}

/** Digits of `from` bits as digits of `to` bits; what is left over is padding, kept with `pad`. */
function regroup(values: number[], from: number, to: number, pad = false): number[] {
  const out: number[] = [];
  let held = 0;
  let bits = 0;
  for (const value of values) {
    held = (held << from) | value;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((held >>> bits) & ((1 << to) - 1));
      held &= (1 << bits) - 1;
    }
  }
  if (pad && bits > 0) out.push((held << (to - bits)) & ((1 << to) - 1));
  return out;
}

/**
 * The text with the one character that makes its checksum right, when there is exactly one.
 * bech32 tells up to four wrong characters, so a single one can be found.
 */
export function mendBech32(text: string): { mended: string; at: number } | undefined {
  const lower = text.toLowerCase();
  for (let at = lower.lastIndexOf('1') + 1; at < lower.length; at += 1) {
    for (const char of charset) {
      const mended = lower.slice(0, at) + char + lower.slice(at + 1);
      if (decodeBech32(mended) !== undefined) return { mended, at };
    }
  }
  return undefined;
}
