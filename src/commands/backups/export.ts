import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../../terminal/command.js';
import { bytes as sizeOf } from '../../terminal/units.js';

export default class BackupsExport extends IndukCommand {
  static override description =
    `Write a whole set into one tar file on this machine, readable without induk, by its owner only (mode 0600). In it:
  manifest.json                       what the set is: instant, tables and files with their digests, services, versions
  database.sql or database.pgdump     the dump: mariadb < FILE, or pg_restore
  accounts.sql                        the database's accounts and their rights
  files.ndjson                        every file with owner, mode, time and SHA-256, a JSON object a line
  volumes/VOLUME/…                    the files, owners and modes as they were
  secrets.env                         values of the app's secrets, with --secrets only`;

  static override examples = [
    '<%= config.bin %> backups export dishub/parkir 20261122-020003-9f3a parkir.tar',
    '<%= config.bin %> backups export parkir latest parkir.tar --secrets   # the newest set',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
    set: Args.string({ required: true, description: 'the set, or `latest`' }),
    file: Args.string({ required: true, description: 'the file to write' }),
  };
  static override flags = {
    secrets: Flags.boolean({ description: 'with the values of its secrets' }),
    force: Flags.boolean({ description: 'replace the file when it is there' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(BackupsExport);
    const options = this.siteOptions();
    const [{ openSite }, { backedUpApp }, { exportSet }, { openAppSet }, loaded] =
      await Promise.all([
        import('../../session/site.js'),
        import('../../session/backups/apps.js'),
        import('../../session/backups/export.js'),
        import('../../session/backups/restore/only.js'),
        this.inventory(options),
      ]);
    const site = openSite(loaded, options);
    try {
      const app = backedUpApp(loaded.inventory, args.app);
      const acting = { emit: this.emit, signal: this.signal };
      const wanted = args.set === 'latest' ? {} : { set: args.set };
      const opened = await openAppSet(site, app, wanted, acting);
      const wish = { file: args.file, force: flags.force, secrets: flags.secrets };
      const done = await exportSet(site, app, opened, wish, acting);
      const { set, file, bytes } = done;
      this.out(await this.words('BAK126', { app: app.id, set, file, bytes: sizeOf(bytes) }));
      return done;
    } finally {
      await site.close();
    }
  }
}
