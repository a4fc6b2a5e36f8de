/** Takes what looks like a secret out of a text that leaves the process. */

const patterns: [RegExp, string][] = [
  [/AGE-SECRET-KEY-[0-9A-Z]+/gi, '***'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '***'],
  [/(\/\/[^\s/:@]*:)[^\s/@]+@/g, '$1***@'],
  [
    /((?:password|passwd|secret|token|api[_-]?key)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;}]+)/gi,
    '$1***',
  ],
];

const secretName = /PASS|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY/i;

/**
 * `text` without private keys, passwords in URLs, `password=…` pairs, and the values
 * of environment variables whose names say they are secret (8 characters or more:
 * shorter ones would blank out ordinary words).
 */
export function scrub(text: string, env: NodeJS.ProcessEnv): string {
  let clean = text;
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.length >= 8 && secretName.test(name)) {
      clean = clean.replaceAll(value, '***');
    }
  }
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
  return clean;
}
