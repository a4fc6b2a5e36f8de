import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { IndukCommand } from '../terminal/command.js';

export default class Schema extends IndukCommand {
  static override description =
    'Print the JSON Schema of the inventory files or of a request, which lets editors complete and check them.';

  static override examples = [
    '<%= config.bin %> schema site',
    '<%= config.bin %> schema --write inventory/.schema',
    '<%= config.bin %> schema request',
  ];

  static override args = {
    file: Args.string({
      description: 'which file; both of the inventory when absent',
      options: ['site', 'opd', 'request'],
    }),
  };

  static override flags = {
    write: Flags.string({
      description: 'write those of the inventory to this folder',
      helpValue: 'DIR',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Schema);
    if (args.file === 'request') {
      const { requestJsonSchema } = await import('../scaffold/request/json-schema.js');
      const schema = requestJsonSchema();
      this.out(JSON.stringify(schema, null, 2));
      return schema;
    }
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
