import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
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
 * Makes one program of a module and what it imports of TypeScript.
 * @param {string} path from the project's root
 * @returns {Promise<string>} the program's file, which the caller removes
 */
export async function bundle(path) {
  const name = `${path.replaceAll('/', '-')}.${process.pid}.mjs`;
  const outfile = join(root, '.induk', 'scripts', name);
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
  return outfile;
}

/**
 * Imports a module of the tests, which are in TypeScript, into a script.
 * @param {string} path from the project's root
 * @returns {Promise<any>} what it exports
 */
export async function importTypescript(path) {
  process.env.INDUK_PACKAGE ??= root;
  const program = await bundle(path);
  try {
    return await import(pathToFileURL(program).href);
  } finally {
    await rm(program);
  }
}
