import * as Args from '@oclif/core/args';
import { Fault } from '../../fault.js';
import type { Diagnostic } from '../../inventory/diagnostic.js';
import { machinesOf } from '../../inventory/machines.js';
import type { Facts } from '../../server/facts.js';
import type { Inspected } from '../../server/inspect.js';
import { certificateCheck, selectedServers } from '../../session/servers.js';
import { IndukCommand } from '../../terminal/command.js';
import { bytes } from '../../terminal/units.js';

/** A cell about facts; `-` when the server could not be asked. */
const fact = (value: (facts: Facts) => string) => (row: Inspected) =>
  row.facts === undefined ? '-' : value(row.facts);

const columns = [
  { title: 'SERVER', value: ({ server }: Inspected) => server },
  { title: 'FAULTS', value: ({ faults }: Inspected) => String(faults.length || 'none') },
  { title: 'SYSTEM', value: fact(({ os }) => `${os.id} ${os.version}`) },
  { title: 'ENGINE', value: fact(({ engine }) => engine?.version ?? 'none') },
  { title: 'SWARM', value: fact(swarmOf) },
  { title: 'CPU', value: fact(({ cpus }) => String(cpus)), align: 'right' as const },
  {
    title: 'MEMORY FREE',
    value: fact(({ memory }) => `${bytes(memory.available)} of ${bytes(memory.total)}`),
  },
  {
    title: 'DISK FREE',
    value: fact(({ disk }) => `${bytes(disk.available)} of ${bytes(disk.total)}`),
  },
  { title: 'CERTIFICATES', value: certificateDays },
  { title: 'CLOCK', value: fact(({ clock }) => `${clock.ahead.toFixed(1)} s`) },
];

/** The certificate that ends first. */
function certificateDays({ certificates = [] }: Inspected): string {
  const days = certificates.flatMap((fact) => fact.days ?? []);
  return days.length === 0 ? '-' : `${Math.min(...days)} days`;
}

function swarmOf({ engine }: Facts): string {
  if (engine?.swarm !== 'active') return engine?.swarm ?? '-';
  return engine.isManager ? 'manager' : 'worker';
}

export default class ServersCheck extends IndukCommand {
  static override description =
    'Read facts of the servers and report faults: engine, Swarm, disk, memory, clock, ports, firewall, days left of certificates. Changes nothing.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> pusat-1 --json',
  ];

  static override strict = false;
  static override args = {
    server: Args.string({ description: 'servers; all when none is named' }),
  };

  async run(): Promise<unknown> {
    const { argv } = await this.parse(ServersCheck);
    const { inventory } = await this.inventory();
    const selected = selectedServers(inventory, argv as string[]);
    const { inspectServers } = await import('../../server/inspect.js');
    const { http, https } = inventory.site.proxy;
    const servers = machinesOf(inventory);
    const certificates = certificateCheck(inventory);
    const options = { servers, ports: [http, https], certificates, signal: this.signal };
    const rows = await inspectServers(selected, options);
    const { table } = await import('../../terminal/table.js');
    this.out(table(rows, columns, { paint: this.paint, width: process.stdout.columns }));
    const faults = rows.flatMap((row) => row.faults);
    for (const fault of faults) this.out(await this.describe(fault));
    const data = { servers: await Promise.all(rows.map((row) => this.summary(row))) };
    const failed = rows.filter((row) => row.faults.some(({ severity }) => severity === 'error'));
    if (failed.length > 0) {
      this.partial = data;
      throw new Fault('SRV081', { failed: failed.length, total: rows.length });
    }
    return data;
  }

  private async describe({ code, severity, args }: Diagnostic): Promise<string> {
    const { phrase } = await import('../../terminal/prose/index.js');
    const { text, next } = phrase(code, args, this.lang);
    const colour = severity === 'error' ? this.paint.red : this.paint.yellow;
    return `${colour(code)} ${text}${next === undefined ? '' : `\n  ${next}`}`;
  }

  private async summary({ server, facts, faults }: Inspected) {
    const words = faults.map(async ({ code, severity, args }) => ({
      code,
      severity,
      message: await this.words(code, args),
    }));
    return { server, facts: facts ? publicFacts(facts) : null, faults: await Promise.all(words) };
  }
}

/** What is worth keeping of the facts: not the key lines, files and package lists. */
function publicFacts(facts: Facts) {
  const { os, kernel, architecture, cpus, memory, swap, disk, container, clock } = facts;
  const { engine, addresses, listening, held, firewallMark } = facts;
  const machine = { os, kernel, architecture, cpus, memory, swap, disk, container, clock };
  return { ...machine, engine: engine ?? null, addresses, listening, held, firewallMark };
}
