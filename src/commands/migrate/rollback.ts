import { secondsOf } from '../../session/migrate/budget.js';
import { freezeFlags, MoveCommand, moveArgs } from '../../terminal/move-command.js';

export default class MigrateRollback extends MoveCommand {
  static override description =
    'Take an app back to its old host, with all that was written on the new server since the switch, and take away what the move left there. Not after `migrate commit`.';

  static override examples = [
    '<%= config.bin %> migrate rollback dishub/parkir',
    '<%= config.bin %> migrate rollback parkir --confirm dishub/parkir',
  ];

  static override args = moveArgs;
  static override flags = freezeFlags;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateRollback);
    const budget = secondsOf(flags['freeze-budget']);
    const options = this.siteOptions();
    const [{ withPlace }, { rollbackMove }, loaded] = await Promise.all([
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
        message: await this.words('MIG253', { app, server, site, address, budget }),
      });
      const reached = await this.lookingOn(place.app.server, () =>
        rollbackMove(place, budget, this.migrating()),
      );
      this.out(await this.words('MIG257', { app, address }));
      return { app, server, ...reached, next: 'start' };
    });
  }
}
