import { MoveCommand, moveArgs } from '../../terminal/move-command.js';

export default class MigrateSync extends MoveCommand {
  static override description =
    'Bring over what changed on the old host since the last time, until the rest is small. A database that follows is current by itself; one that is dumped is dumped anew.';

  static override examples = ['<%= config.bin %> migrate sync dishub/parkir'];
  static override args = moveArgs;

  async run(): Promise<unknown> {
    const { args } = await this.parse(MigrateSync);
    const options = this.siteOptions();
    const [{ withPlace }, { syncMove }, { unreadFiles }, loaded] = await Promise.all([
      import('../../session/migrate/place.js'),
      import('../../session/migrate/start.js'),
      import('../../session/migrate/unread.js'),
      this.inventory(options),
    ]);
    return withPlace(loaded, options, args.app, async (place) => {
      const reached = await this.lookingOn(place.app.server, () =>
        syncMove(place, this.migrating()),
      );
      const { id: app, server } = place.app;
      const unread = await unreadFiles(place);
      const follows = place.present?.order?.method === 'follow';
      if (unread === undefined)
        this.out(await this.words(follows ? 'MIG255' : 'MIG092', { app, server }));
      else await this.remark('MIG059', { app, ...unread });
      return { app, server, ...reached, next: 'cutover', ...(unread && { unread, next: 'sync' }) };
    });
  }
}
