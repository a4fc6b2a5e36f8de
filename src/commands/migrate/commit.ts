import { Flags } from '@oclif/core';
import { freezeFlags, MoveCommand, moveArgs, moveFlags } from '../../terminal/move-command.js';

export default class MigrateCommit extends MoveCommand {
  static override description =
    'End a move for good: nothing follows any more, the migration’s key is taken away from the old host, and the app is one like any other. The old data stays where it is, closed, until the date that is told.';

  static override examples = [
    '<%= config.bin %> migrate commit dishub/parkir',
    '<%= config.bin %> migrate commit parkir --keep-days 90 --confirm dishub/parkir',
    '<%= config.bin %> migrate commit parkir --old-host-gone "rented until June, cancelled"   # it is not asked any more',
  ];

  static override args = moveArgs;
  static override flags = {
    ...moveFlags,
    confirm: freezeFlags.confirm,
    'keep-days': Flags.integer({
      description: 'days for which the old data must stay',
      default: 30,
      min: 1,
    }),
    'old-host-gone': Flags.string({
      helpValue: 'REASON',
      description:
        'the old host is gone for good: nothing is asked of it or taken away there; why goes into the audit log',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateCommit);
    const options = this.siteOptions();
    const [{ withPlace }, { commitMove }, looked, loaded] = await Promise.all([
      import('../../session/migrate/place.js'),
      import('../../session/migrate/end.js'),
      import('../../session/migrate/unheeded.js'),
      this.inventory(options),
    ]);
    return withPlace(loaded, options, args.app, async (place) => {
      const { id: app, server, legacy } = place.app;
      const { address } = legacy;
      const site = place.site.inventory.site.name;
      const gone = flags['old-host-gone'];
      const asked = gone === undefined ? 'MIG254' : 'MIG342';
      await this.unheeded(app, looked.unheededAtCommit(place.present, gone));
      await this.confirmTyped({
        name: app,
        message: await this.words(asked, { app, server, site, address }),
      });
      const settling = {
        until: new Date(Date.now() + flags['keep-days'] * 86_400_000).toISOString().slice(0, 10),
        ...(gone === undefined ? {} : { oldHostGone: gone }),
      };
      const reached = await this.lookingOn(server, () =>
        commitMove(place, settling, this.migrating(flags['accept-host-key'])),
      );
      const { erasable: date } = reached;
      const told = { app, address, ...(date === undefined ? {} : { date }) };
      this.out(await this.words(date === undefined ? 'MIG343' : 'MIG258', told));
      return { app, server, ...reached };
    });
  }
}
