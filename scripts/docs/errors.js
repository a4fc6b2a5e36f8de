import { cell, generated } from './markdown.js';

const titles = {
  inventory: 'Inventory',
  server: 'Servers and connections',
  cluster: 'Plan, apply, build, lock, proxy',
  sets: 'Sets: making them and reading them back',
  vault: 'The vault and its key',
  alarms: 'Alarms, and why backups are not green',
  backups: 'Backups: drills, restores, pruning, timers',
  log: 'Any second: logs that are followed',
  inspect: 'Reading an old host',
  migration: 'Moving an app',
  moving: 'Movers: files and databases on their way',
  secrets: 'Secrets and audit',
  scaffold: 'New apps',
  deploy: 'Deployments, deploy keys, pipelines, the local run',
  cli: 'Command line',
};

/** Every code with its words and next step, by area. Placeholders stay visible. */
export function errorsPage(areas) {
  const sections = Object.entries(areas)
    .filter(([, catalogue]) => Object.keys(catalogue).length > 0)
    .map(([area, catalogue]) => section(titles[area] ?? area, catalogue));
  return [
    generated('Messages'),
    'Errors begin with a code. `{name}` stands for what is particular to a case.',
    ...sections,
  ]
    .join('\n\n')
    .concat('\n');
}

function section(title, catalogue) {
  const rows = Object.entries(catalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { text, next }]) => `| ${code} | ${cell(text)} | ${cell(next ?? '')} |`);
  return [`## ${title}`, '', '| code | message | next |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}
