import { Flags } from '@oclif/core';
import { freezeFlags, MoveCommand, moveArgs, moveFlags } from '../../terminal/move-command.js';

export default class MigrateCommit extends MoveCommand {
  static override description =
    'End a move for good: nothing follows any more, the migration’s key is taken away from the old host, and the app is one like any other. The old data stays where it is, closed, until the date that is told.';

  static override examples = [
    '<%= config.bin %> migrate commit dishub/parkir',
    '<%= config.bin %> migrate commit parkir --keep-days 90 --confirm dishub/parkir',
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
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateCommit);
    const options = this.siteOptions();
    const [{ withPlace }, { commitMove }, loaded] = await Promise.all([
      import('../../session/migrate/place.js'),
      import('../../session/migrate/end.js'),
      this.inventory(options),
    ]);
    return withPlace(loaded, options, args.app, async (place) => {
      const { id: app, server, legacy } = place.app;
      const { address } = legacy;
      const site = place.site.inventory.site.name;
      await this.confirmTyped({
        name: app,
        message: await this.words('MIG254', { app, server, site, address }),
      });
      const until = new Date(Date.now() + flags['keep-days'] * 86_400_000);
      const reached = await this.lookingOn(place.app.server, () =>
        commitMove(
          place,
          until.toISOString().slice(0, 10),
          this.migrating(flags['accept-host-key']),
        ),
      );
      this.out(await this.words('MIG258', { app, address, date: reached.erasable }));
      return { app, server, ...reached };
    });
  }
}
