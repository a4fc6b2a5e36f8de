import { Flags } from '@oclif/core';
import { MoveCommand, moveArgs, moveFlags } from '../../terminal/move-command.js';

export default class MigrateStart extends MoveCommand {
  static override description =
    'Bring an app’s data over from its old host, which goes on as before: makes its network, secrets and database here, lets the mover into the old host by a key of its own, copies, follows, and starts the web service beside it. Told again it brings everything anew.';

  static override examples = [
    '<%= config.bin %> migrate start dishub/parkir',
    '<%= config.bin %> migrate start parkir --enable-log   # its old database may be restarted once',
    '<%= config.bin %> migrate start parkir --method dump --bandwidth 2048',
  ];

  static override args = moveArgs;
  static override flags = {
    ...moveFlags,
    method: Flags.string({
      options: ['follow', 'dump'],
      description: 'how its database comes over; default: as `migrate assess` chooses',
    }),
    'enable-log': Flags.boolean({
      description:
        'restart the old database once, so that it can be followed; a rollback restarts it once more',
    }),
    bandwidth: Flags.integer({
      helpValue: 'KIB',
      min: 1,
      description:
        'KiB of files a second at most on the way here; default: no limit, as on the way back, when nobody can write',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateStart);
    const options = this.siteOptions();
    const [{ withPlace }, { startMove, unheededByStart }, { unreadFiles }, loaded] =
      await Promise.all([
        import('../../session/migrate/place.js'),
        import('../../session/migrate/start.js'),
        import('../../session/migrate/unread.js'),
        this.inventory(options),
      ]);
    return withPlace(loaded, options, args.app, async (place) => {
      this.host = place.app.legacy.address;
      const { method, bandwidth } = flags;
      const wishes = {
        ...(method === undefined ? {} : { method: method as 'follow' | 'dump' }),
        ...(bandwidth === undefined ? {} : { bandwidth }),
        enableLog: flags['enable-log'],
      };
      await this.unheeded(place.app.id, await unheededByStart(place, wishes));
      const { method: chosen } = await this.lookingOn(place.app.server, () =>
        startMove(place, wishes, this.migrating(flags['accept-host-key'])),
      );
      const { id: app, server } = place.app;
      const unread = await unreadFiles(place);
      if (unread === undefined)
        this.out(await this.words(chosen === 'follow' ? 'MIG255' : 'MIG092', { app, server }));
      else await this.remark('MIG059', { app, ...unread });
      return {
        app,
        server,
        phase: 'follow',
        method: chosen,
        next: 'cutover',
        ...(unread && { unread, next: 'sync' }),
      };
    });
  }
}
