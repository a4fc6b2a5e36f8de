import * as Args from '@oclif/core/args';
import { exitCodes, Fault } from '../../fault.js';
import { IndukCommand } from '../../terminal/command.js';

export default class SecretsEdit extends IndukCommand {
  static override description =
    'Edit all values of an app in $VISUAL or $EDITOR. The text is in a private folder in memory, is checked before it is stored, and is removed afterwards.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> dishub/parkir',
    'EDITOR=nano <%= config.bin %> <%= command.id %> site',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'OPD/APP, APP, or site' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(SecretsEdit);
    const [{ openSecrets }, { ownerOf }, { editValues }, { editorOf, openEditor }] =
      await Promise.all([
        import('../../secrets/open.js'),
        import('../../secrets/owner-of.js'),
        import('../../secrets/edit.js'),
        import('../../secrets/editor.js'),
      ]);
    const loaded = await this.inventory();
    const owner = ownerOf(loaded.inventory, args.app);
    const { signal } = this;
    const { env } = process;
    const interactive = await this.isInteractive();
    if (!interactive && !env.VISUAL && !env.EDITOR) {
      const reason = 'no terminal';
      throw new Fault(
        'SEC020',
        { owner, editor: editorOf(env), reason },
        { exit: exitCodes.usage },
      );
    }
    const { store, sayNotices } = openSecrets(loaded);
    const { changed } = await editValues(store, owner, {
      header: await this.words('SEC067', { owner }),
      open: (file) => openEditor(file, { owner, env, signal }),
      again: async (fault) => {
        if (!interactive) throw fault;
        this.note(await this.words(fault.code, fault.args));
        await this.confirm({ message: await this.words('SEC068') });
      },
    });
    await sayNotices((code, words) => this.remark(code, words));
    const keys = changed.join(', ');
    this.out(await this.words(changed.length > 0 ? 'SEC063' : 'SEC062', { owner, keys }));
    return { owner, changed };
  }
}
