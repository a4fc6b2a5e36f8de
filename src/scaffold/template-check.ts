/** Whether projects can be made from a template: its entry in an inventory, its files from requests. */
import type { Diagnostic, Location } from '../inventory/diagnostic.js';
import { parseInventory } from '../inventory/parse.js';
import { withApp } from './agency-file.js';
import { entryLines } from './entry.js';
import { generate } from './generate.js';
import type { Request } from './request/model.js';
import { faultOf, type Template } from './template.js';

export interface CheckedRequest {
  path: string;
  /** Files a project made from it has. */
  files: number;
}

/**
 * @throws Fault NEW080 with everything that is wrong, at its place in the template
 */
export function checkTemplate(
  template: Template,
  requests: { path: string; request: Request; text: string }[],
): CheckedRequest[] {
  const [first] = requests;
  const wrong = first === undefined ? [] : entryProblems(template, first.request);
  if (wrong.length > 0) {
    throw faultOf(template.name, wrong, [{ path: 'template.yaml', text: template.manifestText }]);
  }
  const answers = { template: template.name, version: template.version, ...place };
  return requests.map(({ path, request, text }) => {
    const files = generate(template, { request, requestText: text, answers });
    return { path, files: files.length };
  });
}

const place = { name: 'contoh', opd: 'contoh', agency: 'Dinas Contoh', government: 'Kota Contoh' };

const site = 'site: contoh\ndomain: contoh.go.id\nservers: {satu: {address: 192.0.2.1}}\n';

/** An agency's file without apps, and how many lines stand in it before those of the new app. */
const agency = { text: 'opd: contoh\nname: Dinas Contoh\napps:\n', lines: 4, indent: 4 };

/** What the inventory says about the entry, told of the lines in template.yaml. */
function entryProblems(template: Template, request: Request): Diagnostic[] {
  const lines = entryLines({ name: place.name, request, template });
  const text = withApp(agency.text, place.name, lines) ?? agency.text;
  const { diagnostics } = parseInventory([
    { path: 'site.yaml', text: site },
    { path: 'opd/contoh.yaml', text },
  ]);
  const before = agency.lines + lines.indexOf(template.entry[0] ?? '');
  const move = (at: Location): Location => ({
    ...at,
    file: 'template.yaml',
    line: template.entryLine + Math.max(0, Math.min(at.line - before, template.entry.length) - 1),
    column: Math.max(1, at.column - agency.indent + template.entryIndent),
  });
  return diagnostics
    .filter(({ severity, at }) => severity === 'error' && at?.file === 'opd/contoh.yaml')
    .map((each) => (each.at === undefined ? each : { ...each, at: move(each.at) }));
}
