import * as Args from '@oclif/core/args';
import { IndukCommand } from '../../terminal/command.js';

const stateWords = {
  set: 'SEC070',
  missing: 'SEC071',
  generated: 'SEC072',
  extra: 'SEC073',
} as const;

export default class SecretsList extends IndukCommand {
  static override description =
    'List the names of the values, never the values, and what the inventory wants but is missing.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> dishub/parkir',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  static override args = {
    app: Args.string({ description: 'OPD/APP, APP, or site; all when absent' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(SecretsList);
    const [{ openSecrets }, { ownerOf }, { overview }, { wantedKeys }, { table }] =
      await Promise.all([
        import('../../secrets/open.js'),
        import('../../secrets/owner-of.js'),
        import('../../secrets/overview.js'),
        import('../../secrets/wanted.js'),
        import('../../terminal/table.js'),
      ]);
    const loaded = await this.inventory();
    const { store } = openSecrets(loaded);
    const only = args.app === undefined ? undefined : ownerOf(loaded.inventory, args.app);
    const wanted = wantedKeys(loaded.inventory, await store.owners(), only);
    const { keys, unreadable } = await overview(store, wanted);
    if (keys.length === 0 && unreadable.length === 0) this.out(await this.words('SEC065'));
    if (keys.length > 0) {
      const states = await Promise.all(keys.map(({ state }) => this.words(stateWords[state])));
      const rows = keys.map((each, index) => ({ ...each, words: states[index] ?? each.state }));
      const columns = [
        { title: 'APP', value: (row: (typeof rows)[0]) => row.owner },
        { title: 'NAME', value: (row: (typeof rows)[0]) => row.key },
        { title: 'STATE', value: (row: (typeof rows)[0]) => row.words },
      ];
      this.out(table(rows, columns, { paint: this.paint }));
    }
    this.partial = { secrets: keys };
    const [first, ...others] = unreadable;
    for (const fault of others) await this.remark(fault.code, fault.args);
    if (first) throw first;
    return this.partial;
  }
}
