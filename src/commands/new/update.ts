import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../fault.js';
import { IndukCommand } from '../../terminal/command.js';

export default class NewUpdate extends IndukCommand {
  static override description =
    'Bring a project made by `induk new` to its request.yaml and to the newest version of its template: a three-way merge that keeps what the team changed. Conflicts are marked in the files; then the exit code is 1.';

  static override examples = [
    '<%= config.bin %> new update dinkes/izin',
    '<%= config.bin %> new update dinkes/izin --request izin-2.yaml --dry-run',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'OPD/APP, or APP' }),
  };

  static override flags = {
    request: Flags.string({
      description: 'another request than the project’s own request.yaml',
      helpValue: 'FILE',
    }),
    'dry-run': Flags.boolean({ description: 'show what would change, write nothing' }),
    yes: Flags.boolean({ description: 'write without asking' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(NewUpdate);
    const [{ planProjectUpdate, updateProject }, { ownerOf }, { renderUpdate }, loaded] =
      await Promise.all([
        import('../../session/new-update.js'),
        import('../../secrets/owner-of.js'),
        import('../../terminal/new.js'),
        this.inventory(),
      ]);
    const id = ownerOf(loaded.inventory, args.app);
    const app = loaded.inventory.apps.find((each) => each.id === id);
    if (app === undefined) return this.error(id);
    const update = await planProjectUpdate(loaded.root, app, flags.request);
    const changes = update.changes.map(({ path, kind }) => ({ path, kind }));
    const conflicts = changes.filter(({ kind }) => kind === 'conflict').length;
    const data = { app: id, from: update.from, to: update.to, changes, conflicts };
    if (changes.length === 0) {
      this.out(await this.words('NEW073', { app: id }));
      return { ...data, written: false };
    }
    this.out(renderUpdate(changes, this.lang));
    if (flags['dry-run']) {
      this.note(await this.words('NEW061'));
      return { ...data, written: false };
    }
    await this.confirm({ message: await this.words('NEW074', { app: id }) });
    await updateProject(update);
    if (conflicts > 0) {
      this.exitCode = exitCodes.failed;
      await this.remark('NEW071', { conflicts });
    }
    return { ...data, written: true };
  }
}
