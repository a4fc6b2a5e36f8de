/** `induk template check`: a template where it is, tried with requests. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CheckedRequest, checkTemplate } from '../scaffold/template-check.js';
import { openTemplate } from '../scaffold/template-source.js';
import { readRequestFile, templatesFolder } from './new.js';

export interface CheckedTemplate {
  name: string;
  title: string;
  description: string;
  version: string;
  requests: CheckedRequest[];
}

/**
 * @param location folder, Git address, or name of a template of induk's own
 * @param request file to try besides the examples
 * @throws Fault of openTemplate and checkTemplate; NEW000 for a wrong request
 */
export async function checkTemplateAt(
  location: string,
  request?: string,
): Promise<CheckedTemplate> {
  const own = templatesFolder();
  const here = process.cwd();
  const template = await openTemplate(location, { own, root: here, from: here });
  const examples = join(own, 'requests');
  const names = (await readdir(examples)).filter((name) => name.endsWith('.yaml')).sort();
  const paths = names.map((name) => ({ path: name, full: join(examples, name) }));
  if (request !== undefined) paths.push({ path: request, full: request });
  const requests = await Promise.all(
    paths.map(async ({ path, full }) => ({ path, ...(await readRequestFile(full)) })),
  );
  const { name, title, description, version } = template;
  return { name, title, description, version, requests: checkTemplate(template, requests) };
}
