import { readdirSync, readFileSync } from 'node:fs';

/** The example inventory's files, as the reader would hand them over. */
export function readExample(): { path: string; text: string }[] {
  const agencies = readdirSync('inventory/opd').map((name) => `opd/${name}`);
  return ['site.yaml', ...agencies].map((path) => ({
    path,
    text: readFileSync(`inventory/${path}`, 'utf8'),
  }));
}
