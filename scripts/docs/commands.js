import { cell, generated } from './markdown.js';

/** One section per command, grouped by topic, from oclif's manifest. */
export function commandsPage(manifest, topics) {
  const shown = Object.values(manifest.commands)
    .filter(({ hidden }) => !hidden)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const groups = new Map();
  for (const each of shown) {
    const topic = topicOf(each);
    groups.set(topic, [...(groups.get(topic) ?? []), each]);
  }
  const sections = [...groups].map(([topic, commands]) => section(topic, commands, topics));
  return [
    generated('Commands'),
    'Every command also takes the flags under [Flags of every command](#flags-of-every-command).',
    ...sections,
    '## Flags of every command',
    flagTable(Object.values(shown[0].flags).filter(isGlobal)),
  ]
    .join('\n\n')
    .concat('\n');
}

function topicOf({ id }) {
  return id.includes(':') ? id.slice(0, id.indexOf(':')) : '';
}

function section(topic, commands, topics) {
  const parts = commands.map(command);
  if (topic === '') return parts.join('\n\n');
  const about = topics?.[topic]?.description;
  return [`## induk ${topic}`, ...(about ? [sentence(about)] : []), ...parts].join('\n\n');
}

function command({ id, description, examples, args, flags, strict }) {
  const name = id.replaceAll(':', ' ');
  const own = Object.values(flags).filter((flag) => !isGlobal(flag) && !flag.hidden);
  const level = id.includes(':') ? '###' : '##';
  return [
    `${level} induk ${name}`,
    expand(description, name),
    fence(usage(name, args, strict, own)),
    ...(Object.keys(args).length > 0 ? [argTable(Object.values(args))] : []),
    ...(own.length > 0 ? [flagTable(own)] : []),
    'Examples:',
    fence(examples.map((example) => expand(exampleText(example), name)).join('\n')),
  ].join('\n\n');
}

function exampleText(example) {
  return typeof example === 'string' ? example : `${example.command}   # ${example.description}`;
}

function usage(name, args, strict, flags) {
  const words = Object.values(args).map((arg) => {
    const word = arg.name.toUpperCase() + (strict === false ? '…' : '');
    return arg.required ? word : `[${word}]`;
  });
  return ['induk', name, ...words, ...(flags.length > 0 ? ['[FLAGS]'] : [])].join(' ');
}

function argTable(args) {
  const rows = args.map(({ name, description, options }) => [
    `\`${name.toUpperCase()}\``,
    `${description ?? ''}${options ? ` (${options.join(', ')})` : ''}`,
  ]);
  return table(['argument', 'meaning'], rows);
}

function flagTable(flags) {
  const rows = flags.map((flag) => {
    const value = flag.type === 'option' ? ` ${flag.helpValue ?? 'VALUE'}` : '';
    const short = flag.char ? `, \`-${flag.char}\`` : '';
    const extra = [
      flag.options && `one of ${flag.options.join(', ')}`,
      flag.default !== undefined && flag.default !== false && `default ${flag.default}`,
      flag.env && `environment: \`${flag.env}\``,
    ].filter(Boolean);
    const more = extra.length > 0 ? ` (${extra.join('; ')})` : '';
    return [`\`--${flag.name}${value}\`${short}`, `${flag.description ?? ''}${more}`];
  });
  return table(['flag', 'meaning'], rows);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function isGlobal({ helpGroup }) {
  return helpGroup === 'GLOBAL';
}

function fence(text) {
  return `\`\`\`sh\n${text}\n\`\`\``;
}

function expand(text, name) {
  return text.replaceAll('<%= config.bin %>', 'induk').replaceAll('<%= command.id %>', name);
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
