import { Args, Flags } from '@oclif/core';
import type { Replayed } from '../../backup/log/replay.js';
import type { App } from '../../inventory/model.js';
import type { RestoreFlags } from '../../session/backups/restore/restore.js';
import type { LoadedInventory } from '../../session/inventory.js';
import type { Site } from '../../session/site.js';
import { IndukCommand } from '../../terminal/command.js';
import { duration, bytes as sizeOf } from '../../terminal/units.js';

export default class BackupsRestore extends IndukCommand {
  static override description =
    'Bring a set back, or with --at the database of any second since: into a copy beside the living app, or the app itself when nothing of it is left on the servers; compared with the manifest before it runs. With --only a part of it into a file here; with --in-place over the living app: the set is proven in a drill, what is there is saved in a set of its own, the name is asked for. A run that was cut off is run again.';

  static override examples = [
    '<%= config.bin %> backups restore dishub/parkir                 # dishub/parkir-restored',
    '<%= config.bin %> backups restore parkir --at "2026-11-20 10:31:07" --as parkir-kemarin',
    '<%= config.bin %> backups restore parkir --to pusat-2           # on another server',
    '<%= config.bin %> backups restore parkir --only uploads/2026/denah.pdf --output denah.pdf',
    '<%= config.bin %> backups restore parkir --only database --output parkir.sql',
    '<%= config.bin %> backups restore parkir --only table:tiket --output tiket.sql',
    '<%= config.bin %> backups restore parkir --only database --output parkir.sql --at "2026-11-20 10:31:07"',
    '<%= config.bin %> backups restore parkir --in-place --confirm dishub/parkir',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    set: Flags.string({ helpValue: 'SET', description: 'the set; default: the newest' }),
    at: Flags.string({
      helpValue: 'TIME',
      description:
        'that second, where the log of the database leads there, else the newest set not younger: RFC 3339, or YYYY-MM-DD HH:MM:SS in the time zone of the site',
    }),
    as: Flags.string({ helpValue: 'NAME', description: 'name of the copy; default: APP-restored' }),
    to: Flags.string({
      helpValue: 'SERVER',
      description: 'server of the copy; default: the app’s',
    }),
    domain: Flags.string({ description: 'address of the copy; default: NAME.SITE-DOMAIN' }),
    only: Flags.string({
      helpValue: 'PART',
      description:
        'database, table:NAME (SQL), files (a tar), or VOLUME/PATH (a folder as tar); needs --output',
    }),
    output: Flags.string({ helpValue: 'FILE', description: 'where --only goes, mode 0600' }),
    force: Flags.boolean({ description: 'replace --output when it is there' }),
    'in-place': Flags.boolean({ description: 'over the living app: its present data goes' }),
    confirm: Flags.string({ helpValue: 'OPD/APP', description: 'the name, instead of typing it' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(BackupsRestore);
    const options = this.siteOptions();
    const [{ restoreKind }, { backedUpApp }, { openSite }, loaded] = await Promise.all([
      import('../../session/backups/restore/restore.js'),
      import('../../session/backups/apps.js'),
      import('../../session/site.js'),
      this.inventory(options),
    ]);
    const wanted: RestoreFlags = flags;
    const kind = restoreKind(wanted);
    const site = openSite(loaded, options);
    try {
      const app = backedUpApp(loaded.inventory, args.app);
      if (kind === 'only') return await this.only(site, app, wanted);
      if (kind === 'in place') return await this.inPlace(site, app, wanted);
      return await this.copy(site, loaded, app, wanted);
    } finally {
      await site.close();
    }
  }

  private async copy(site: Site, loaded: LoadedInventory, app: App, flags: RestoreFlags) {
    const { planRestore, restoreNew } = await import('../../session/backups/restore/new.js');
    const planned = await planRestore(site, loaded, app, flags, this.changing());
    await this.tellSet(planned, flags);
    const done = await restoreNew(site, planned, this.changing());
    for (const volume of done.homeless) await this.remark('BAK121', { volume, set: done.set });
    for (const image of done.savedImages) await this.remark('BAK182', { ...image, set: done.set });
    const { otherSecrets, untold } = done;
    if (otherSecrets.length > 0) {
      await this.remark('BAK123', { app: done.app, keys: otherSecrets.join(', ') });
    }
    for (const { code, args } of untold) await this.remark(code, args);
    const { tables, rows, files, server } = done;
    const time = duration(done.duration * 1000);
    const told = { app: done.app, set: done.set, at: done.at, server, tables, rows, files, time };
    this.out(await this.words('BAK120', { ...told, url: done.url ?? '-' }));
    await this.tellInstant(done, site);
    if (done.app === app.id) this.out(await this.words('BAK170', { app: app.id }));
    if (done.snippet !== '') {
      const { app: copy, snippet, secrets } = done;
      const keep = { app: copy, opd: app.opd, snippet, secrets };
      this.out(await this.words(copy === app.id ? 'BAK129' : 'BAK127', keep));
    }
    return { ...done, untold: untold.map(({ code, args }) => ({ code, args })) };
  }

  private async inPlace(site: Site, app: App, flags: RestoreFlags) {
    const { planReplacement, replaceApp } = await import(
      '../../session/backups/restore/in-place.js'
    );
    const planned = await planReplacement(site, app, flags, this.changing());
    await this.tellSet(planned, flags);
    const { set, at, reason } = planned.manifest;
    const { instant } = planned;
    const message = await this.words(instant === undefined ? 'BAK110' : 'BAK209', {
      ...{ app: app.id, set, at, reason, time: flags.at ?? instant?.at ?? '' },
      site: site.inventory.site.name,
    });
    await this.confirmTyped({ name: app.id, message });
    const done = await replaceApp(site, planned, this.changing());
    for (const { server, reason: code } of done.untold) {
      await this.remark('CLU079', { server, reason: code, app: app.id });
    }
    const { tables, rows, files, safety } = done;
    const stopped = duration(done.stopped * 1000);
    const told = { app: app.id, set, at, tables, rows, files, safety, stopped };
    this.out(await this.words('BAK128', told));
    await this.tellInstant(done, site);
    return done;
  }

  private async only(site: Site, app: App, flags: RestoreFlags) {
    const { openAppSet, restoreOnly } = await import('../../session/backups/restore/only.js');
    const acting = { emit: this.emit, signal: this.signal };
    const opened = await openAppSet(site, app, flags, acting);
    await this.tellSet(opened, flags);
    const { only = '', output = '', force = false } = flags;
    const done = await restoreOnly(site, app, opened, { only, output, force }, acting);
    const { set, part, file, bytes } = done;
    this.out(await this.words('BAK115', { app: app.id, set, part, file, bytes: sizeOf(bytes) }));
    return done;
  }

  /** Which set it is when a time was asked for. */
  private async tellSet(
    {
      manifest,
      older = 0,
      instant,
    }: { manifest: { set: string; at: string }; older?: number; instant?: object },
    { at: time }: RestoreFlags,
  ): Promise<void> {
    if (time === undefined) return;
    const { set, at } = manifest;
    const code = instant === undefined ? 'BAK102' : 'BAK210';
    this.note(await this.words(code, { set, at, time, older: duration(older) }));
  }

  /** What was brought back on top of the set. */
  private async tellInstant(
    { instant, replayed, at }: { instant?: string; replayed?: Replayed; at: string },
    { inventory }: Site,
  ): Promise<void> {
    if (instant === undefined || replayed === undefined) return;
    const { localTime } = await import('../../session/backups/restore/instant.js');
    const local = (time: string): string => localTime(new Date(time), inventory.site.timezone);
    const bytes = sizeOf(replayed.bytes);
    this.out(await this.words('BAK211', { time: local(instant), bytes, files: local(at) }));
  }
}
