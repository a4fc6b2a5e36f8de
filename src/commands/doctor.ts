import type { Finding } from '../cluster/runtime/model.js';
import { Fault } from '../fault.js';
import type { LoadedInventory } from '../session/inventory.js';
import { IndukCommand } from '../terminal/command.js';

export default class Doctor extends IndukCommand {
  static override description =
    'Look at the whole way from this machine to the apps: program, inventory, key, servers, Swarm, proxies, apps, names, ports, lock, disks. Changes nothing. Exits with 1 when a check fails; warnings do not count.';

  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json'];

  async run(): Promise<unknown> {
    await this.parse(Doctor);
    const { checkNode, examine } = await import('../session/doctor.js');
    const { renderFinding } = await import('../terminal/doctor.js');
    const { openSite } = await import('../session/site.js');
    const findings: Finding[] = [];
    const tell = (found: Finding[]): void => {
      findings.push(...found);
      for (const each of found)
        this.out(renderFinding(each, { lang: this.lang, paint: this.paint }));
    };
    tell([checkNode(process.version)]);
    const loaded = await this.loaded(tell);
    if (loaded !== undefined) {
      const site = openSite(loaded);
      try {
        await examine(site, tell);
      } finally {
        await site.close();
      }
    }
    this.partial = { findings };
    const failed = findings.filter(({ level }) => level === 'fail').length;
    if (failed > 0) throw new Fault('CLU086', { failed });
    return { findings };
  }

  /** Without an inventory there is nothing more to look at. */
  private async loaded(tell: (found: Finding[]) => void): Promise<LoadedInventory | undefined> {
    const { failed, ok } = await import('../cluster/runtime/doctor/finding.js');
    try {
      const loaded = await this.inventory();
      tell([ok('inventory', loaded.root, loaded.inventory.site.name)]);
      return loaded;
    } catch (error) {
      tell([failed('inventory', '', error)]);
      return undefined;
    }
  }
}
