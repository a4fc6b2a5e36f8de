// Writes docs/manual/ from what the program itself knows: commands from the manifest, keys from
// the JSON Schema, codes from the prose catalogue. `--check` only compares, for CI.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { commandsPage } from './docs/commands.js';
import { errorsPage } from './docs/errors.js';
import { exitCodesPage } from './docs/exit-codes.js';
import { inventoryPage } from './docs/inventory.js';
import { requestPage } from './docs/request.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs', 'manual');

/** The program's own modules, bundled in memory: the sources are TypeScript. */
async function loadSources() {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { areas } from './src/terminal/prose/index.ts';
        export { exitCodeHelp } from './src/terminal/help/exit-codes.ts';
        export { inventoryJsonSchema } from './src/inventory/json-schema.ts';
        export { requestJsonSchema } from './src/scaffold/request/json-schema.ts';`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
}

const manifest = JSON.parse(await readFile(join(root, 'oclif.manifest.json'), 'utf8'));
const { oclif } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const { areas, exitCodeHelp, inventoryJsonSchema, requestJsonSchema } = await loadSources();

const pages = {
  'commands.md': commandsPage(manifest, oclif.topics),
  'inventory.md': inventoryPage(inventoryJsonSchema()),
  'request.md': requestPage(
    requestJsonSchema(),
    await readFile(join(root, 'templates/apps/requests/izin-praktik.yaml'), 'utf8'),
  ),
  'exit-codes.md': exitCodesPage(exitCodeHelp('en')),
  'errors.md': errorsPage(areas.en),
};

const stale = [];
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const path = join(folder, name);
  const current = await readFile(path, 'utf8').catch(() => '');
  if (current === text) continue;
  if (process.argv.includes('--check')) stale.push(`docs/manual/${name}`);
  else await writeFile(path, text);
}
if (stale.length > 0) {
  process.stderr.write(
    `not up to date: ${stale.join(', ')}\nNext: npm run build && npm run docs\n`,
  );
  process.exitCode = 1;
}
