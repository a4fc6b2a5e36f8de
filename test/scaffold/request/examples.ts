/** The example requests that come with induk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from '../../../src/scaffold/request/model.js';
import { readRequest } from '../../../src/scaffold/request/read.js';

const folder = join(import.meta.dirname, '../../../templates/apps/requests');

export const exampleNames = readdirSync(folder).map((name) => name.replace(/\.yaml$/, ''));

export function exampleText(name: string): string {
  return readFileSync(join(folder, `${name}.yaml`), 'utf8');
}

/** @throws Error when it is not valid */
export function exampleRequest(name: string): Request {
  const { request, diagnostics } = readRequest({ path: `${name}.yaml`, text: exampleText(name) });
  if (request === undefined) throw new Error(JSON.stringify(diagnostics));
  return request;
}
