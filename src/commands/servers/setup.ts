import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { Fault } from '../../fault.js';
import { machinesOf } from '../../inventory/machines.js';
import type { PresentedKey } from '../../server/connect.js';
import type { SetupEvent } from '../../server/setup/events.js';
import type { SetupOutcome } from '../../server/setup/setup.js';
import { selectedServers } from '../../session/servers.js';
import { IndukCommand } from '../../terminal/command.js';

export default class ServersSetup extends IndukCommand {
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
  static override flags = {
    as: Flags.string({
      description: 'account to log in with while the inventory’s user does not exist there',
      helpValue: 'USER',
    }),
    'accept-host-key': Flags.string({
      description: 'a host key to trust, once compared on the machine; repeatable',
      helpValue: 'SHA256:…',
      multiple: true,
    }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    const { argv, flags } = await this.parse(ServersSetup);
    const { inventory, root } = await this.inventory();
    const selected = selectedServers(inventory, argv as string[]);
    const names = selected.map(({ name }) => name).join(', ');
    await this.confirm({ message: await this.words('SRV087', { servers: names }) });
    const { setUpServers } = await import('../../server/setup/setup.js');
    const { http, https } = inventory.site.proxy;
    const outcomes = await setUpServers({
      servers: machinesOf(inventory),
      selected,
      as: flags.as,
      ports: [http, https],
      signal: this.signal,
      emit: (event) => void this.show(event),
      onHostKey: this.oneByOne((key) => this.trusts(key, root, flags['accept-host-key'] ?? [])),
    });
    return this.finish(outcomes);
  }

  /** Questions of servers that are set up side by side come one after the other. */
  private oneByOne(ask: (key: PresentedKey) => Promise<boolean>) {
    let last: Promise<unknown> = Promise.resolve();
    return (key: PresentedKey): Promise<boolean> => {
      const next = last.then(() => ask(key));
      last = next.catch(() => {});
      return next;
    };
  }

  private async trusts(key: PresentedKey, root: string, accepted: string[]): Promise<boolean> {
    if (!accepted.includes(key.fingerprint)) {
      if (!(await this.isInteractive())) return false;
      const message = await this.words('SRV083', { ...key });
      const answer = await this.ask({ message, flag: `--accept-host-key ${key.fingerprint}` });
      if (answer.trim() !== 'yes') return false;
    }
    const [{ pinHostKey }, { join }] = await Promise.all([
      import('../../server/setup/pin.js'),
      import('node:path'),
    ]);
    const file = join(root, 'site.yaml');
    await pinHostKey(file, key.server, key.fingerprint);
    const { server, fingerprint } = key;
    this.note(await this.words('SRV084', { server, fingerprint, file: 'site.yaml' }));
    return true;
  }

  private async show(event: SetupEvent): Promise<void> {
    if (this.jsonEnabled()) {
      process.stderr.write(`${JSON.stringify(event)}\n`);
    } else if (event.type === 'warning') {
      this.warn(await this.words(event.code, event.args));
    } else if (event.type === 'step') {
      this.note(line(event));
    }
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

function line(event: SetupEvent & { type: 'step' }): string {
  const head = `${event.server}  ${event.step.padEnd(8)}  ${event.state.padEnd(9)}`;
  if (event.state === 'unchanged') return `${head}  ${event.note ?? ''}`.trimEnd();
  const took = event.state === 'changed' ? `  (${(event.ms / 1000).toFixed(1)} s)` : '';
  return `${head}  ${event.change}${took}`;
}
