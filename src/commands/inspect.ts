import * as Args from '@oclif/core/args';
import { InspectCommand, inspectFlags } from '../terminal/inspect-command.js';

export default class Inspect extends InspectCommand {
  static override description =
    'Read an old host over SSH and draft inventory entries for the apps on it: web server, frameworks, PHP, databases, jobs, certificates, traffic, risks. Nothing is changed there. With --write the entries go into the agency’s file and the passwords into its encrypted secrets.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> root@203.0.113.7',
    '<%= config.bin %> <%= command.id %> admin@lama.contoh.go.id --opd dishub --write',
    '<%= config.bin %> <%= command.id %> admin@203.0.113.7 --opd dishub --app parkir --server pusat-1 --write',
  ];

  static override args = {
    host: Args.string({ required: true, description: 'USER@HOST' }),
  };
  static override flags = inspectFlags;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Inspect);
    const session = await import('../session/inspect.js');
    const host = session.oldHost(args.host, flags);
    const loaded = await this.inventoryIf(flags.write);
    const destination = session.destinationOf(loaded, flags);
    const accepted = flags['accept-host-key'] ?? [];
    const { inspection, reached } = await session.readOldHost(host, {
      inventory: loaded?.inventory,
      signal: this.signal,
      onStep: this.onStep,
      onHostKey: (key) => this.trusts(key, accepted),
    });
    const { findings } = inspection;
    const wanted = { reached, only: flags.app ?? [], server: destination.server };
    const drafted = session.draftApps(inspection, wanted);
    await this.showFindings(findings);
    const draft = drafted.entries.map(({ name, entry }) => ({ name, entry }));
    const secrets = session.secretNames(drafted);
    this.partial = { findings, draft, secrets };
    if (!flags.write || loaded === undefined) {
      await this.showDraft(drafted.yaml, secrets, flags.opd);
      return { findings, draft, secrets, written: null };
    }
    const written = await session.writeDraft(loaded, destination.opd, drafted);
    await written.sayNotices((code, words) => this.remark(code, words));
    const { file, apps } = written;
    await this.showWritten({ file, apps, secrets: written.secrets });
    return { findings, draft, secrets, written: { file, apps, secrets: written.secrets } };
  }
}
