/** Domain names as the proxy and DNS compare them. */

const label = '(?!-)[a-z0-9-]{1,63}(?<!-)';
const name = new RegExp(`^(?=.{1,253}$)${label}(?:\\.${label})+$`);

/**
 * Lower case, punycode, no trailing dot.
 *
 * @returns undefined when `text` is no DNS name of at least two labels, or an IP address
 */
export function normaliseDomain(text: string): string | undefined {
  const bare = text.replace(/\.$/, '').toLowerCase();
  const ascii = isAscii(bare) ? bare : toPunycode(bare);
  if (ascii === undefined || !name.test(ascii)) return undefined;
  // a numeric last label makes it an IPv4 address, https://url.spec.whatwg.org/#ends-in-a-number-checker
  return /\.\d+$/.test(ascii) ? undefined : ascii;
}

const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${byte}(?:\\.${byte}){3}$`);

/** Whether it is an IPv4 or an IPv6 address, and no name. */
export const isAddress = (text: string): boolean =>
  ipv4.test(text) || (text.includes(':') && URL.canParse(`http://[${text}]/`));

function isAscii(text: string): boolean {
  return /^[!-~]*$/.test(text);
}

/** The URL standard's host parser does UTS #46; what is no host part must not get in. */
function toPunycode(text: string): string | undefined {
  if (/[\s/\\?#@:%[\]]/.test(text)) return undefined;
  try {
    return new URL(`http://${text}/`).hostname;
  } catch {
    return undefined;
  }
}
