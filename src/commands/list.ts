import * as Flags from '@oclif/core/flags';
import type { App, AppId } from '../inventory/model.js';
import type { LoadedInventory } from '../session/inventory.js';
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
  static override description =
    'List the apps of the inventory. Connects to nothing, except with --status.';

  static override examples = [
    '<%= config.bin %> list',
    '<%= config.bin %> list --opd dishub',
    '<%= config.bin %> list --server pusat-1 --csv > apps.csv',
    '<%= config.bin %> list --status',
  ];

  static override strict = false;
  static override args = appSelection;
  static override flags = {
    ...selectionFlags,
    status: Flags.boolean({ description: 'also whether each runs, read from the servers' }),
    csv: Flags.boolean({ description: 'as CSV', exclusive: ['json'] }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(List);
    const loaded = await this.inventory();
    const { inventory } = loaded;
    const { selectedApps } = await import('../session/selection.js');
    const { opd, server } = flags;
    const ids = selectedApps(inventory, { apps: argv as string[], opd, server });
    const apps = inventory.apps.filter(({ id }) => ids === undefined || ids.includes(id));
    const { csv, table } = await import('../terminal/table.js');
    const { paint } = this;
    const states = flags.status ? await this.states(loaded, ids) : undefined;
    const state = (app: App): string => states?.get(app.id) ?? '';
    const shown = states ? [...columns, { title: 'STATE', value: state }] : columns;
    if (flags.csv) this.out(csv(apps, shown));
    else if (apps.length === 0) this.note(await this.words('INV101'));
    else this.out(table(apps, shown, { paint, width: process.stdout.columns }));
    return { apps: apps.map((app) => ({ ...summary(app), ...(states && { state: state(app) }) })) };
  }

  private async states(loaded: LoadedInventory, selected?: AppId[]): Promise<Map<AppId, string>> {
    const { readStates } = await import('../session/states.js');
    return readStates(loaded, { selected, signal: this.signal });
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
