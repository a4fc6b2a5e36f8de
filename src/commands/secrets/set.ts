import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { exitCodes, Fault } from '../../fault.js';
import { IndukCommand } from '../../terminal/command.js';

export default class SecretsSet extends IndukCommand {
  static override description =
    'Store a value, encrypted for the team. It comes from stdin, a hidden prompt or a file, never from the command line, where others could see it.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> dishub/parkir API_TOKEN   # asks, hidden',
    'pwgen 40 1 | <%= config.bin %> <%= command.id %> dishub/parkir API_TOKEN',
    '<%= config.bin %> <%= command.id %> site TLS_KEY --file wildcard.key',
  ];

  // Anything after KEY is refused by hand, so that the refusal can say why.
  static override strict = false;
  static override usage = '<%= command.id %> APP KEY [--file PATH]';
  static override args = {
    app: Args.string({ required: true, description: 'OPD/APP, APP, or site' }),
    key: Args.string({ required: true, description: 'name of the value, e.g. API_TOKEN' }),
  };
  static override flags = {
    file: Flags.string({
      description: 'read the value from a file; the line break after a single line is dropped',
      helpValue: 'PATH',
    }),
  };

  async run(): Promise<unknown> {
    const { args, argv, flags } = await this.parse(SecretsSet);
    const [name = ''] = args.key.split('=', 1);
    if (argv.length > 2 || name !== args.key) {
      const shown = { owner: args.app, key: argv.length > 3 ? 'KEY' : name };
      throw new Fault('SEC017', shown, { exit: exitCodes.usage });
    }
    const [{ openSecrets }, { ownerOf }, { checkKey, secretsFile }, { valueFrom, readValueFile }] =
      await Promise.all([
        import('../../secrets/open.js'),
        import('../../secrets/owner-of.js'),
        import('../../secrets/owner.js'),
        import('../../secrets/check-value.js'),
      ]);
    checkKey(name);
    const loaded = await this.inventory();
    const owner = ownerOf(loaded.inventory, args.app);
    const { store, sayNotices } = openSecrets(loaded);
    // What cannot work is said before a person types the value.
    await store.read(owner);
    await store.keyring.recipients();
    const bytes = flags.file
      ? await readValueFile(flags.file)
      : Buffer.from(await this.secretInput(name));
    const value = valueFrom(bytes, owner, name);
    const changed = await store.update(owner, (values) => {
      const isNew = !values.get(name)?.equals(value);
      if (isNew) values.set(name, value);
      return isNew;
    });
    await sayNotices((code, words) => this.remark(code, words));
    const said = { owner, key: name, file: secretsFile(owner) };
    this.out(await this.words(changed ? 'SEC060' : 'SEC061', said));
    return { ...said, changed };
  }
}
