import * as Args from '@oclif/core/args';
import { Fault } from '../../fault.js';
import { IndukCommand } from '../../terminal/command.js';

export default class SecretsGet extends IndukCommand {
  static override description = 'Print one value to stdout, exactly as it is stored.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> dishub/parkir DB_PASSWORD',
    '<%= config.bin %> <%= command.id %> site TLS_CERTIFICATE | openssl x509 -noout -enddate',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'OPD/APP, APP, or site' }),
    key: Args.string({ required: true, description: 'name of the value' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(SecretsGet);
    const [{ openSecrets }, { ownerOf }] = await Promise.all([
      import('../../secrets/open.js'),
      import('../../secrets/owner-of.js'),
    ]);
    const loaded = await this.inventory();
    const owner = ownerOf(loaded.inventory, args.app);
    const value = (await openSecrets(loaded).store.read(owner)).get(args.key);
    if (!value) throw new Fault('SEC016', { owner, key: args.key });
    const text = value.reveal();
    if (!this.jsonEnabled()) {
      // A program gets the value's own bytes; a person's prompt belongs on a new line.
      process.stdout.write(process.stdout.isTTY && !text.endsWith('\n') ? `${text}\n` : text);
    }
    return { owner, key: args.key, value: text };
  }
}
