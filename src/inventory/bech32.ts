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
