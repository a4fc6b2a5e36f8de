import * as Flags from '@oclif/core/flags';
import type { App } from '../inventory/model.js';
import { appSelection, selectionFlags } from '../session/selection.js';
import { IndukCommand } from '../terminal/command.js';

const columns = [
  { title: 'APP', value: (app: App) => app.id },
  { title: 'TITLE', value: (app: App) => app.title, flexible: true },
  { title: 'SERVER', value: (app: App) => app.server },
  { title: 'RUNTIME', value: runtimeOf },
  { title: 'DATABASE', value: databaseOf },
  { title: 'DOMAINS', value: (app: App) => app.domains.join(' ') },
];

export default class List extends IndukCommand {
  static override description = 'List the apps of the inventory. Connects to nothing.';

  static override examples = [
    '<%= config.bin %> list',
    '<%= config.bin %> list --opd dishub',
    '<%= config.bin %> list --server pusat-1 --csv > apps.csv',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    csv: Flags.boolean({ description: 'as CSV', exclusive: ['json'] }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(List);
    const { inventory } = await this.inventory();
    const { selectedApps } = await import('../session/selection.js');
    const { opd, server } = flags;
    const ids = selectedApps(inventory, { apps: argv as string[], opd, server });
    const apps = inventory.apps.filter(({ id }) => ids === undefined || ids.includes(id));
    const { csv, table } = await import('../terminal/table.js');
    const { paint } = this;
    if (flags.csv) this.out(csv(apps, columns));
    else if (apps.length === 0) this.note(await this.words('INV101'));
    else this.out(table(apps, columns, { paint, width: process.stdout.columns }));
    return { apps: apps.map(summary) };
  }
}

function summary(app: App) {
  const { id, opd, name, title, kind, server, domains } = app;
  const parts = { function: app.function ?? null, database: databaseOf(app) || null };
  return { id, opd, name, title, kind, server, domains, runtime: runtimeOf(app), ...parts };
}

function runtimeOf({ runtime }: App): string {
  if (runtime.kind === 'static') return 'static';
  return runtime.kind === 'image' ? runtime.image : `${runtime.kind} ${runtime.version}`;
}

function databaseOf({ database }: App): string {
  return database === undefined ? '' : `${database.kind} ${database.version}`;
}
