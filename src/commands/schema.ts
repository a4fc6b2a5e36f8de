import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { IndukCommand } from '../terminal/command.js';

export default class Schema extends IndukCommand {
  static override description =
    'Print the JSON Schema of the inventory files, which lets editors complete and check them.';

  static override examples = [
    '<%= config.bin %> schema site',
    '<%= config.bin %> schema --write inventory/.schema',
  ];

  static override args = {
    file: Args.string({ description: 'which file; both when absent', options: ['site', 'opd'] }),
  };

  static override flags = {
    write: Flags.string({ description: 'write both to this folder', helpValue: 'DIR' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Schema);
    const { inventoryJsonSchema } = await import('../inventory/json-schema.js');
    const schema = inventoryJsonSchema();
    if (flags.write !== undefined) {
      const { writeSchemas } = await import('../session/new-inventory.js');
      const files = await writeSchemas(flags.write);
      this.note(await this.words('INV103', { files: files.join(', ') }));
      return { files };
    }
    const wanted = args.file === undefined ? schema : schema[args.file as 'site' | 'opd'];
    this.out(JSON.stringify(wanted, null, 2));
    return wanted;
  }
}
