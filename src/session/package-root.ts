import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Directory of the installed package, which holds `bin/` and `templates/`. The bundler moves modules
 * into chunks, so the way up is looked for instead of counted.
 */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'bin', 'run.js'))) return folder;
    if (folder === dirname(folder)) throw new Error('bin/run.js is missing from the package');
  }
}

/** Version of this induk, as in its package.json. */
export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
