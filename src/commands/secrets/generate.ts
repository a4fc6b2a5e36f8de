import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { Fault } from '../../fault.js';
import { IndukCommand } from '../../terminal/command.js';

export default class SecretsGenerate extends IndukCommand {
  static override description =
    'Make a random value and store it, without showing it. Database passwords are made by apply at first need.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> dishub/parkir SESSION_KEY',
    '<%= config.bin %> <%= command.id %> dishub/parkir APP_KEY --bytes 32   # base64',
    '<%= config.bin %> <%= command.id %> dishub/parkir DB_PASSWORD --replace',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'OPD/APP, APP, or site' }),
    key: Args.string({ required: true, description: 'name of the value' }),
  };
  static override flags = {
    length: Flags.integer({
      description: 'characters: letters, digits, - and _',
      default: 32,
      exclusive: ['bytes'],
    }),
    bytes: Flags.integer({ description: 'random bytes, stored as base64, instead of characters' }),
    replace: Flags.boolean({ description: 'replace a value that is there already' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(SecretsGenerate);
    const [{ openSecrets }, { ownerOf }, { checkKey, secretsFile }, { generate }] =
      await Promise.all([
        import('../../secrets/open.js'),
        import('../../secrets/owner-of.js'),
        import('../../secrets/owner.js'),
        import('../../secrets/generate.js'),
      ]);
    const { key } = args;
    checkKey(key);
    const loaded = await this.inventory();
    const owner = ownerOf(loaded.inventory, args.app);
    const value = generate(flags);
    const { store, sayNotices } = openSecrets(loaded);
    await store.update(owner, (values) => {
      if (values.has(key) && !flags.replace) throw new Fault('SEC024', { owner, key });
      values.set(key, value);
    });
    await sayNotices((code, words) => this.remark(code, words));
    const said = { owner, key, file: secretsFile(owner) };
    this.out(await this.words('SEC060', said));
    return said;
  }
}
