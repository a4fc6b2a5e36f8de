import { Flags } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Unlock extends IndukCommand {
  static override description =
    'Show who holds the lock of the site and break it. Only for a run that is dead for sure: a killed one is noticed within a minute and taken over by itself.';

  static override examples = ['<%= config.bin %> unlock', '<%= config.bin %> unlock --yes'];

  static override flags = {
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    await this.parse(Unlock);
    const loaded = await this.inventory();
    const { openSite } = await import('../session/site.js');
    const { auditedOn } = await import('../session/audited.js');
    const { breakLock } = await import('../cluster/lock.js');
    const { lockOf } = await import('../session/lock.js');
    const site = openSite(loaded, { signal: this.signal });
    const { name } = loaded.inventory.site;
    try {
      const manager = await site.manager();
      const found = await lockOf(site);
      if (found === undefined) {
        this.out(this.lang === 'id' ? `${name} tidak terkunci` : `${name} is not locked`);
        return { broken: null };
      }
      const { holder, reason, started, silent } = found;
      this.note(await this.words('CLU095', { holder, reason, started, silent }));
      await this.confirm({ message: await this.words('CLU078', { site: name }) });
      await auditedOn(site, 'unlock', { holder, reason, started }, () =>
        breakLock(manager.docker, name),
      );
      this.out(this.lang === 'id' ? `kunci ${name} dibuka` : `the lock of ${name} is broken`);
      return { broken: { holder, reason, started, silent } };
    } finally {
      await site.close();
    }
  }
}
