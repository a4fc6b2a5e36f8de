import { Args, Flags } from '@oclif/core';
import { MoveCommand } from '../../terminal/move-command.js';

export default class MigrateImport extends MoveCommand {
  static override description =
    'Make an app of an archive of its folder and a dump of its database, as another government or a hosting panel hands them over. Reads all of both first and refuses what is damaged, cut or not what it should be; streams them to the new server, compares what arrived, and only then starts the app. Nothing of it stays when any of that fails.';

  static override examples = [
    '<%= config.bin %> migrate import dishub/parkir --files parkir.tar.gz --database parkir.sql.gz --dry-run',
    '<%= config.bin %> migrate import parkir --files parkir.zip --database parkir.sql',
    '<%= config.bin %> migrate import parkir --panel backup-1.2.2026_dishub.tar.gz --database dishub_parkir',
    '<%= config.bin %> migrate import parkir --files situs.tar --root situs/public --at /var/www/parkir/public --database parkir.dump',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'app, as OPD/APP or APP' }),
  };

  static override flags = {
    files: Flags.string({
      helpValue: 'FILE',
      description: 'archive of its folder: tar, tar.gz, tar.zst or zip',
    }),
    database: Flags.string({
      helpValue: 'FILE',
      description:
        'dump of its database: .sql, .sql.gz or .sql.zst, or PostgreSQL’s custom format; with --panel the name of a dump in it',
    }),
    panel: Flags.string({
      helpValue: 'FILE',
      description: 'backup of a whole account of a hosting panel, as cPanel makes it',
    }),
    root: Flags.string({
      helpValue: 'FOLDER',
      description: 'folder in the archive that is the app; `.` for all of it',
    }),
    at: Flags.string({
      helpValue: 'PATH',
      description:
        'where that folder was; default: legacy.path, else the volume with its document root',
    }),
    'leave-links': Flags.boolean({
      description: 'leave links out that lead out of the app, instead of refusing the archive',
    }),
    'collation-map': Flags.string({
      helpValue: 'FROM=TO',
      multiple: true,
      description:
        'a collation in the place of one that the new database does not know; repeatable',
    }),
    'dry-run': Flags.boolean({ description: 'only tell what is in it and what would be done' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateImport);
    const options = this.siteOptions();
    const [{ openSite }, { oneApp }, { importApp, planImport }, { importReport }, screens, loaded] =
      await Promise.all([
        import('../../session/site.js'),
        import('../../session/migrate/apps.js'),
        import('../../session/migrate/import/import.js'),
        import('../../migrate/archive/report.js'),
        import('../../terminal/move-report.js'),
        this.inventory(options),
      ]);
    const app = oneApp(loaded.inventory, args.app);
    const { files, database, panel, root, at } = flags;
    const wishes = {
      ...Object.fromEntries(
        Object.entries({ files, database, panel, root, at }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
      leaveLinks: flags['leave-links'],
      collations: flags['collation-map'] ?? [],
    };
    const site = openSite(loaded, options);
    try {
      const planned = await planImport(site, app, wishes, this.migrating());
      const told = { app: app.id, server: app.server };
      if (flags['dry-run']) {
        const { imported, room } = planned;
        this.out(screens.renderReport(importReport(imported), this.lang));
        this.out(await this.words('MIG328', { ...told, ...room }));
        return { dryRun: true, room, ...imported };
      }
      const { untold, ...imported } = await importApp(site, planned, this.migrating());
      for (const { code, args: what } of untold) await this.remark(code, what);
      this.out(screens.renderReport(importReport(imported), this.lang));
      this.out(await this.words('MIG327', { ...told, url: imported.url ?? '-' }));
      return imported;
    } finally {
      await site.close();
    }
  }
}
