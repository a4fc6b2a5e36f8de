import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './project.js';

/** What is JavaScript already finds its files beside itself, and stays where it is. */
const plain = {
  name: 'plain',
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return existsSync(file) ? { path: pathToFileURL(file).href, external: true } : undefined;
    });
  },
};

/**
 * Imports a module of the tests, which are in TypeScript, into a script.
 * @param {string} path from the project's root
 * @returns {Promise<any>} what it exports
 */
export async function importTypescript(path) {
  process.env.INDUK_PACKAGE ??= root;
  const outfile = join(
    root,
    '.induk',
    'scripts',
    `${path.replaceAll('/', '-')}.${process.pid}.mjs`,
  );
  await build({
    absWorkingDir: root,
    entryPoints: [path],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [plain],
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
