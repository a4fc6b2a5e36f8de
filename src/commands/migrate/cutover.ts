import { Flags } from '@oclif/core';
import { secondsOf } from '../../session/migrate/budget.js';
import { freezeFlags, MoveCommand, moveArgs } from '../../terminal/move-command.js';

export default class MigrateCutover extends MoveCommand {
  static override description =
    'Switch an app to its new server: closes the old side, brings over what is left, compares both, opens the new side, and has the old host send visitors on. Given up by itself, with the old side open again, when anything fails or it takes longer than agreed. Refused until a drill has proven a set of the app.';

  static override examples = [
    '<%= config.bin %> migrate cutover dishub/parkir',
    '<%= config.bin %> migrate cutover parkir --freeze-budget 10s --confirm dishub/parkir',
    '<%= config.bin %> migrate cutover parkir --old-side-closed "Bu Rina, PT Hosting"   # nobody may be root there',
    '<%= config.bin %> migrate cutover parkir --digests --freeze-budget 5m   # compare every row in the freeze',
  ];

  static override args = moveArgs;
  static override flags = {
    ...freezeFlags,
    digests: Flags.boolean({
      description: 'compare every row of a followed database in the freeze, not its position alone',
    }),
    'old-side-closed': Flags.string({
      helpValue: 'WHO',
      description:
        'who has closed the app on an old host where nobody may be root; it is looked at twice, and goes into the audit log',
    }),
    'without-proof': Flags.string({
      helpValue: 'REASON',
      description: 'switch although no set is proven; why goes into the audit log',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateCutover);
    const budget = secondsOf(flags['freeze-budget']);
    const options = this.siteOptions();
    const [{ isByOwner, withPlace }, { checkCutover, cutoverMove }, looked, loaded] =
      await Promise.all([
        import('../../session/migrate/place.js'),
        import('../../session/migrate/cutover.js'),
        import('../../session/migrate/unheeded.js'),
        this.inventory(options),
      ]);
    const reason = flags['without-proof'];
    const closed = flags['old-side-closed'];
    const wishes = {
      budget,
      digests: flags.digests,
      ...(reason === undefined ? {} : { withoutProof: reason }),
      ...(closed === undefined ? {} : { oldSideClosed: closed }),
    };
    return withPlace(loaded, options, args.app, async (place) => {
      const { id: app, server, legacy } = place.app;
      await checkCutover(place, wishes);
      if (reason !== undefined) await this.remark('MIG260', { app, reason });
      await this.unheeded(app, looked.unheededAtCutover(place.present, wishes));
      const site = place.site.inventory.site.name;
      const [asked, told] = isByOwner(place) ? ['MIG294', 'MIG295'] : ['MIG252', 'MIG256'];
      const { address } = legacy;
      await this.confirmTyped({
        name: app,
        message: await this.words(asked, { app, server, site, budget, address }),
      });
      const reached = await this.lookingOn(place.app.server, () =>
        cutoverMove(place, wishes, this.migrating()),
      );
      this.out(await this.words(told, { app, server, address }));
      return { app, server, ...reached, next: 'commit' };
    });
  }
}
