/** Projects of the example requests. */
import { join } from 'node:path';
import { generate } from '../../src/scaffold/generate.js';
import type { ProjectFile } from '../../src/scaffold/model.js';
import { readTemplate } from '../../src/scaffold/template.js';
import { exampleRequest, exampleText } from './request/examples.js';

export const templates = join(import.meta.dirname, '../../templates/apps');

export async function projectOf(example: string): Promise<ProjectFile[]> {
  const template = await readTemplate(templates, 'layanan');
  const answers = {
    template: template.name,
    version: template.version,
    name: example,
    opd: 'dinkes',
    agency: 'Dinas Kesehatan',
    government: 'Pemerintah Kota Contoh',
  };
  const request = exampleRequest(example);
  return generate(template, { request, requestText: exampleText(example), answers });
}
