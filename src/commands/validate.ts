import * as Args from '@oclif/core/args';
import { backupAdvice } from '../inventory/backup-advice.js';
import { IndukCommand } from '../terminal/command.js';

export default class Validate extends IndukCommand {
  static override description =
    'Check the inventory: every error at once, with its line and what to do. Connects to nothing.';

  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate inventory/opd/dishub.yaml',
    '<%= config.bin %> validate --json',
  ];

  static override args = {
    path: Args.string({ description: 'inventory folder, or a file in it' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Validate);
    const [{ folderOf }, { findInventory, loadInventory }] = await Promise.all([
      import('../session/new-inventory.js'),
      import('../session/inventory.js'),
    ]);
    const given = args.path === undefined ? flags.inventory : await folderOf(args.path);
    const { inventory, origins, warnings } = await loadInventory(
      await findInventory(process.cwd(), given),
    );
    for (const { code, args: about } of [...warnings, ...backupAdvice(inventory, origins)]) {
      await this.remark(code, about);
    }
    const counts = {
      agencies: inventory.agencies.length,
      apps: inventory.apps.length,
      servers: inventory.servers.length,
    };
    this.out(await this.words('INV100', { site: inventory.site.name, ...counts }));
    return { site: inventory.site.name, ...counts };
  }
}
