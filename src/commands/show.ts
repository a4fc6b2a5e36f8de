import * as Args from '@oclif/core/args';
import type { Origin } from '../inventory/origins.js';
import { formatBytes } from '../inventory/units.js';
import { IndukCommand } from '../terminal/command.js';

export default class Show extends IndukCommand {
  static override description =
    'Show an app as it will be applied, defaults filled in, and where each value comes from.';

  static override examples = [
    '<%= config.bin %> show dishub/parkir',
    '<%= config.bin %> show parkir --json',
  ];

  static override args = {
    app: Args.string({ description: 'OPD/APP, or APP when one agency has it', required: true }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Show);
    const { inventory, origins } = await this.inventory();
    const [{ selectedApps }, { table }] = await Promise.all([
      import('../session/selection.js'),
      import('../terminal/table.js'),
    ]);
    const [id] = selectedApps(inventory, { apps: [args.app] }) ?? [];
    const app = inventory.apps.find((each) => each.id === id);
    const values = app === undefined ? [] : origins.of(app);
    const byDefault = await this.words('INV102');
    const columns = [
      { title: 'KEY', value: ({ path }: Row) => path },
      { title: 'VALUE', value: (row: Row) => shown(row), flexible: true },
      { title: 'FROM', value: ({ origin }: Row) => place(origin) ?? this.paint.dim(byDefault) },
    ];
    this.out(table(values, columns, { paint: this.paint, width: process.stdout.columns }));
    const from = values.map(({ path, origin }) => [path, place(origin) ?? null]);
    return { app, from: Object.fromEntries(from) };
  }
}

type Row = { path: string; value: unknown; origin: Origin };

function place(origin: Origin): string | undefined {
  return origin.from === 'default' ? undefined : `${origin.at.file}:${origin.at.line}`;
}

const bytes = /(^|\.)(memory|disk)$/;
const seconds = /^health\.(interval|timeout|grace)$/;

function shown({ path, value }: Row): string {
  if (typeof value === 'number' && bytes.test(path)) return formatBytes(value);
  if (typeof value === 'number' && seconds.test(path)) return `${value}s`;
  if (typeof value !== 'object' || value === null) return String(value);
  const isEmpty = Object.keys(value).length === 0;
  return isEmpty ? '-' : JSON.stringify(value);
}
