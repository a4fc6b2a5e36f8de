import * as Args from '@oclif/core/args';
import { Fault } from '../../fault.js';
import { machinesOf } from '../../inventory/machines.js';
import type { SetupOutcome } from '../../server/setup/setup.js';
import { selectedServers } from '../../session/servers.js';
import { SetupCommand, setupFlags } from '../../terminal/setup-command.js';

export default class ServersSetup extends SetupCommand {
  static override description =
    'Turn bare Debian machines into servers of the site: account, Docker Engine, firewall, time, security updates, Swarm. Each step looks first; a second run changes nothing.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --as admin   # first time: the account the machines came with',
    '<%= config.bin %> <%= command.id %> pusat-2',
    '<%= config.bin %> <%= command.id %> --yes --accept-host-key SHA256:…',
  ];

  static override strict = false;
  static override args = {
    server: Args.string({ description: 'servers; all when none is named' }),
  };
  static override flags = setupFlags;

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(ServersSetup);
    const { inventory, root } = await this.inventory();
    const selected = selectedServers(inventory, argv as string[]);
    const names = selected.map(({ name }) => name).join(', ');
    await this.confirm({ message: await this.words('SRV087', { servers: names }) });
    const [{ setUpServers }, { pinnedKeys }] = await Promise.all([
      import('../../server/setup/setup.js'),
      import('../../session/host-keys.js'),
    ]);
    const { http, https } = inventory.site.proxy;
    const outcomes = await setUpServers({
      servers: machinesOf(inventory),
      selected,
      as: flags.as,
      ports: [http, https],
      signal: this.signal,
      emit: (event) => void this.show(event),
      onHostKey: pinnedKeys(root, (key) => this.trusts(key, flags['accept-host-key'] ?? [])),
    });
    return this.finish(outcomes);
  }

  private async finish(outcomes: SetupOutcome[]): Promise<unknown> {
    const failed = outcomes.filter((outcome) => outcome.error !== undefined);
    const bug = failed.find(({ error }) => !(error instanceof Fault));
    if (bug) throw bug.error;
    const faults = failed.map(({ server, error }) => ({ server, fault: error as Fault }));
    this.partial = {
      servers: outcomes.map(({ server, changes, error }) => ({
        server,
        changes,
        ...(error === undefined ? {} : { code: (error as Fault).code }),
      })),
    };
    if (faults.length === 1 && outcomes.length === 1 && faults[0]) throw faults[0].fault;
    const { phrase } = await import('../../terminal/prose/index.js');
    for (const { fault } of faults) {
      const { text, next } = phrase(fault.code, fault.args, this.lang);
      for (const tail of fault.logTail) this.note(`  | ${tail}`);
      this.note(`${fault.code} ${text}${next === undefined ? '' : `\n  ${next}`}`);
    }
    if (faults.length > 0) {
      const servers = faults.map(({ server }) => server).join(', ');
      throw new Fault('SRV082', { failed: faults.length, total: outcomes.length, servers });
    }
    const changes = outcomes.reduce((sum, outcome) => sum + outcome.changes, 0);
    this.out(await this.words(changes === 0 ? 'SRV085' : 'SRV086', { changes }));
    return this.partial;
  }
}
