import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { exitCodes } from '../../fault.js';
import type { ProjectUpdate } from '../../session/new-update.js';
import { IndukCommand } from '../../terminal/command.js';

export default class NewUpdate extends IndukCommand {
  static override description =
    'Bring a project made by `induk new` to its request.yaml and to the newest version of its template, and its entry in the inventory with it: a three-way merge that keeps what the team changed. Conflicts are marked in the files, in the inventory told; then the exit code is 1.';

  static override examples = [
    '<%= config.bin %> new update dinkes/izin',
    '<%= config.bin %> new update dinkes/izin --request izin-2.yaml --dry-run',
    '<%= config.bin %> new update dinkes/izin --retired permohonan.ditolak',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'OPD/APP, or APP' }),
  };

  static override flags = {
    request: Flags.string({
      description: 'another request than the project’s own request.yaml',
      helpValue: 'FILE',
    }),
    retired: Flags.string({
      multiple: true,
      helpValue: 'PLACE',
      description: 'a state or choice the request drops and no record has any more: ENTITY.STATE',
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
    const update = await planProjectUpdate(loaded, app, flags);
    const data = dataOf(update);
    if (update.changes.length === 0 && update.entry === undefined) {
      this.out(await this.words('NEW073', { app: id }));
      return { ...data, written: false };
    }
    this.out(renderUpdate(update, this.lang));
    const places = update.leftBehind.join(', ');
    if (places !== '') await this.remark('NEW079', { places });
    if (flags['dry-run']) {
      this.note(await this.words('NEW061'));
      return { ...data, written: false };
    }
    const { openSecrets } = await import('../../secrets/open.js');
    const { store, sayNotices } = openSecrets(loaded);
    // what cannot work is said before a person agrees
    if (data.secrets.length > 0) await store.keyring.recipients();
    await this.confirm({ message: await this.words('NEW074', { app: id }) });
    await updateProject(loaded, update, store);
    await sayNotices((code, words) => this.remark(code, words));
    await this.sayOpen(data);
    return { ...data, written: true };
  }

  /** What is left for people. */
  private async sayOpen({ conflicts, entry }: ReturnType<typeof dataOf>): Promise<void> {
    if (conflicts > 0) await this.remark('NEW071', { conflicts });
    if (entry?.isByHand) await this.remark('NEW078', { path: entry.path });
    if (conflicts > 0 || entry?.isByHand) this.exitCode = exitCodes.failed;
  }
}

/** For --json: what was or would be written, without the files' texts. */
function dataOf(update: ProjectUpdate) {
  const { app, from, to, entry, leftBehind } = update;
  const changes = update.changes.map(({ path, kind }) => ({ path, kind }));
  return {
    app,
    from,
    to,
    changes,
    conflicts: changes.filter(({ kind }) => kind === 'conflict').length,
    ...(entry && {
      entry: { path: entry.path, lines: entry.lines, isByHand: entry.text === undefined },
    }),
    secrets: Object.keys(update.secrets),
    leftBehind,
  };
}
