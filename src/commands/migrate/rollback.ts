import { Flags } from '@oclif/core';
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
  static override flags = {
    ...freezeFlags,
    'leave-writes': Flags.string({
      helpValue: 'REASON',
      description:
        'go back although what was written on the new server cannot be brought to an old host where nobody may be root; why goes into the audit log',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateRollback);
    const budget = secondsOf(flags['freeze-budget']);
    const options = this.siteOptions();
    const [{ isByOwner, withPlace }, { rollbackMove }, looked, loaded] = await Promise.all([
      import('../../session/migrate/place.js'),
      import('../../session/migrate/end.js'),
      import('../../session/migrate/unheeded.js'),
      this.inventory(options),
    ]);
    return withPlace(loaded, options, args.app, async (place) => {
      const { id: app, server, legacy } = place.app;
      const { address } = legacy;
      const site = place.site.inventory.site.name;
      const [asked, told] = isByOwner(place) ? ['MIG296', 'MIG297'] : ['MIG253', 'MIG257'];
      const leaves = flags['leave-writes'];
      await this.unheeded(app, looked.unheededAtRollback(place.present, budget, leaves));
      await this.confirmTyped({
        name: app,
        message: await this.words(asked, { app, server, site, address, budget }),
      });
      const reached = await this.lookingOn(place.app.server, () =>
        rollbackMove(place, budget, this.migrating(), leaves),
      );
      this.out(await this.words(told, { app, server, address }));
      return { app, server, ...reached, next: 'start' };
    });
  }
}
