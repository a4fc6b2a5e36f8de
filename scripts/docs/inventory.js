import { cell, generated } from './markdown.js';

/** Every key of site.yaml and opd/*.yaml, from the JSON Schemas editors use. */
export function inventoryPage({ site, opd }) {
  return [
    generated('The inventory'),
    'One `site.yaml` and one file per agency in `opd/`. `induk validate` checks them, `induk schema` prints the schemas these tables come from.',
    file('site.yaml', site),
    file('opd/*.yaml', opd),
  ]
    .join('\n\n')
    .concat('\n');
}

/** A heading and the table of all keys of a file's schema. */
export function file(name, schema) {
  const rows = keys(schema, '', schema.definitions ?? {});
  const line = ({ path, required, kind, about }) =>
    `| \`${path}\`${required ? ' (required)' : ''} | ${cell(kind)} | ${cell(about)} |`;
  return [
    `## ${name}`,
    '',
    '| key | value | meaning |',
    '| --- | --- | --- |',
    ...rows.map(line),
  ].join('\n');
}

/** Rows for a mapping's keys and, indented by their path, for what is below them. */
function keys(node, prefix, definitions) {
  const schema = resolve(node, definitions);
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
    row(`${prefix}${key}`, child, schema.required?.includes(key) ?? false, definitions),
  );
  const free = schema.additionalProperties;
  const named = typeof free === 'object' ? row(`${prefix}<name>`, free, false, definitions) : [];
  const branches = (schema.anyOf ?? schema.oneOf ?? []).flatMap((branch) =>
    // Required in this branch only: one of several ways to write it.
    keys(branch, prefix, definitions).map((each) => ({ ...each, required: false })),
  );
  const seen = new Set();
  return [...own, ...named, ...branches].filter(({ path }) => !seen.has(path) && seen.add(path));
}

function row(path, node, required, definitions) {
  const schema = resolve(node, definitions);
  const about = [schema.description, example(schema)].filter(Boolean).join(' ');
  const self = { path, required, kind: kindOf(schema, definitions), about };
  const item = schema.items && resolve(schema.items, definitions);
  const below = item?.properties ? keys(item, `${path}[].`, definitions) : [];
  return [self, ...keys(schema, `${path}.`, definitions), ...below];
}

function resolve(node, definitions) {
  const name = node.$ref?.split('/').at(-1);
  return name === undefined ? node : { ...definitions[name], ...node };
}

function kindOf(schema, definitions) {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    const kinds = branches.map((branch) => kindOf(resolve(branch, definitions), definitions));
    return [...new Set(kinds)].join(' or ');
  }
  if (schema.type === 'array') {
    return `list of ${kindOf(resolve(schema.items ?? {}, definitions), definitions)}`;
  }
  if (schema.type === 'object') return 'mapping';
  return schema.format ?? schema.type ?? 'any';
}

function example({ examples, default: fallback }) {
  const parts = [];
  if (fallback !== undefined) parts.push(`Default: \`${JSON.stringify(fallback)}\`.`);
  if (examples?.length > 0) parts.push(`Example: \`${JSON.stringify(examples[0])}\`.`);
  return parts.join(' ');
}
