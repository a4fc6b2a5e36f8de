/** Projects of the example requests. */
import { join } from 'node:path';
import type { App } from '../../src/inventory/model.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { withApp } from '../../src/scaffold/agency-file.js';
import { entryLines } from '../../src/scaffold/entry.js';
import { generate } from '../../src/scaffold/generate.js';
import type { ProjectFile } from '../../src/scaffold/model.js';
import { readTemplate } from '../../src/scaffold/template.js';
import { exampleRequest, exampleText } from './request/examples.js';

export const templates = join(import.meta.dirname, '../../templates/apps');

export function answersOf(template: string, name: string) {
  const place = { opd: 'dinkes', agency: 'Dinas Kesehatan', government: 'Pemerintah Kota Contoh' };
  return { template, version: '1', name, ...place };
}

export async function projectOf(example: string, name = 'layanan'): Promise<ProjectFile[]> {
  const template = await readTemplate(templates, name);
  const answers = { ...answersOf(name, example), version: template.version };
  const request = exampleRequest(example);
  return generate(template, { request, requestText: exampleText(example), answers });
}

const site = 'site: contoh\ndomain: contoh.go.id\nservers: {satu: {address: 192.0.2.1}}\n';

/** The app as the inventory has it once `induk new` has written its entry. */
export async function appOf(example: string, name: string): Promise<App> {
  const template = await readTemplate(templates, name);
  const entry = entryLines({ name: 'uji', request: exampleRequest(example), template });
  const { inventory, diagnostics } = parseInventory([
    { path: 'site.yaml', text: site },
    { path: 'opd/dinkes.yaml', text: withApp('opd: dinkes\nname: Dinkes\n', 'uji', entry) ?? '' },
  ]);
  const app = inventory?.apps[0];
  if (app === undefined) throw new Error(JSON.stringify(diagnostics));
  return app;
}
