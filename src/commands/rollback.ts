import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Rollback extends IndukCommand {
  static override description =
    'Put an earlier version of an app back: its image only, everything else stays as it is, and so does its database. Default: the version before the present one. If that one fails, the present one keeps serving.';

  static override examples = [
    '<%= config.bin %> rollback dishub/parkir --list',
    '<%= config.bin %> rollback dishub/parkir',
    '<%= config.bin %> rollback parkir --to 3f2a9c1 --yes',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    to: Flags.string({ helpValue: 'VERSION', description: 'a version of --list, or its start' }),
    list: Flags.boolean({ description: 'show the versions that can be put back' }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Rollback);
    const loaded = await this.inventory();
    const { openSite } = await import('../session/site.js');
    const { planRollback, rollback } = await import('../session/rollback.js');
    const { pickVersion } = await import('../cluster/runtime/versions.js');
    const { renderVersions } = await import('../terminal/versions.js');
    const site = openSite(loaded, { signal: this.signal });
    try {
      const planned = await planRollback(site, args.app);
      const { versions, target } = planned;
      if (flags.list) {
        this.out(renderVersions(versions, { lang: this.lang, paint: this.paint }));
        return { app: target.id, versions };
      }
      const to = pickVersion(versions, target.id, flags.to);
      const { version: present } = planned;
      const words = { app: target.id, site: loaded.inventory.site.name, from: present };
      const message = await this.words('CLU076', { ...words, to: to.version, created: to.created });
      await this.confirm({ message });
      await rollback(site, planned, to, this.changing());
      await this.remark('CLU081', { version: to.version });
      return { app: target.id, from: present, to: to.version };
    } finally {
      await site.close();
    }
  }
}
