import * as Flags from '@oclif/core/flags';
import type { AuditLog } from '../audit/log.js';
import { Fault } from '../fault.js';
import { IndukCommand } from '../terminal/command.js';

const flawWords = {
  edited: 'AUD010',
  removed: 'AUD011',
  reordered: 'AUD012',
  truncated: 'AUD013',
  rewritten: 'AUD014',
  unanchored: 'AUD015',
} as const;

export default class Audit extends IndukCommand {
  static override description =
    'Show who changed what and when, from the hash-chained log on the manager; --verify proves that nothing in it was altered, removed or added.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --app dishub/parkir --since 7d',
    '<%= config.bin %> <%= command.id %> --verify',
  ];

  static override flags = {
    app: Flags.string({ description: 'only this app, as OPD/APP', helpValue: 'APP' }),
    since: Flags.string({
      description: '30m, 12h, 7d, 2w, a date, or a time with zone',
      helpValue: 'TIME',
    }),
    limit: Flags.integer({ description: 'the latest so many; 0: all', default: 50, min: 0 }),
    verify: Flags.boolean({ description: 'check the chain and its end; exit 1 when it is broken' }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Audit);
    const [{ parseSince }, { AuditLog }, { openSite }] = await Promise.all([
      import('../audit/since.js'),
      import('../audit/log.js'),
      import('../session/site.js'),
    ]);
    const since = flags.since === undefined ? undefined : parseSince(flags.since, new Date());
    const site = openSite(await this.inventory(), { signal: this.signal });
    try {
      const log = new AuditLog(await site.manager());
      if (flags.verify) return await this.verify(log);
      const limit = flags.limit === 0 ? undefined : flags.limit;
      return await this.show(log, { app: flags.app, since, limit });
    } finally {
      await site.close();
    }
  }

  private async show(log: AuditLog, filter: Parameters<AuditLog['read']>[0]): Promise<unknown> {
    const entries = await log.read(filter);
    if (entries.length === 0) this.out(await this.words('AUD006'));
    else {
      const [{ table }, { auditColumns }] = await Promise.all([
        import('../terminal/table.js'),
        import('../audit/columns.js'),
      ]);
      this.out(table(entries, auditColumns, { paint: this.paint, width: process.stdout.columns }));
    }
    return { entries };
  }

  private async verify(log: AuditLog): Promise<unknown> {
    const verdict = await log.verify();
    this.partial = verdict;
    if (verdict.unfinished) await this.remark('AUD009', {});
    if (!verdict.anchored) await this.remark('AUD008', {});
    if (verdict.broken) {
      const { line, flaw } = verdict.broken;
      const what = await this.words(flawWords[flaw], { expected: verdict.expected ?? line });
      throw new Fault('AUD003', { server: log.server, line, what });
    }
    const { lines, head } = verdict;
    this.out(await this.words('AUD007', { lines, hash: head?.hash ?? '-' }));
    return verdict;
  }
}
