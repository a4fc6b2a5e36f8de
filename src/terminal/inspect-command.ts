import * as Flags from '@oclif/core/flags';
import { Fault } from '../fault.js';
import type { Findings, Host } from '../migrate/inspect/model.js';
import type { LoadedInventory } from '../session/inventory.js';
import { IndukCommand } from './command.js';
import { renderFindings } from './inspect.js';

export const inspectFlags = {
  port: Flags.integer({ description: 'SSH port; default 22', min: 1, max: 65_535 }),
  key: Flags.string({
    description: 'private key file; default: the SSH agent, then the usual files in ~/.ssh',
    helpValue: 'FILE',
  }),
  'accept-host-key': Flags.string({
    description: 'a host key to trust, once compared on the machine; repeatable',
    helpValue: 'SHA256:…',
    multiple: true,
  }),
  opd: Flags.string({ description: 'agency the apps belong to', helpValue: 'OPD' }),
  app: Flags.string({
    description: 'only this one of the apps found; repeatable',
    helpValue: 'APP',
    multiple: true,
  }),
  server: Flags.string({ description: 'server the apps are to run on', helpValue: 'SERVER' }),
  write: Flags.boolean({
    description: 'add the entries to the agency’s file and encrypt the passwords',
  }),
};

/** What the draft came to on disk, names only. */
interface Written {
  file: string;
  apps: string[];
  secrets: string[];
}

/** What `induk inspect` asks and shows. */
export abstract class InspectCommand extends IndukCommand {
  /** The inventory; none is an error only for a command that writes to it. */
  protected async inventoryIf(isNeeded: boolean): Promise<LoadedInventory | undefined> {
    try {
      return await this.inventory();
    } catch (error) {
      if (!isNeeded && error instanceof Fault && error.code === 'CLI001') return undefined;
      throw error;
    }
  }

  /** Whether an unknown host key is one of those accepted, or the person says so. */
  protected async trusts(
    key: { server: string; address: string; port: number; type: string; fingerprint: string },
    accepted: readonly string[],
  ): Promise<boolean> {
    const { server, fingerprint } = key;
    if (!accepted.includes(fingerprint)) {
      if (!(await this.isInteractive())) return false;
      const message = await this.words('MIG012', { ...key });
      const answer = await this.ask({ message, flag: `--accept-host-key ${fingerprint}` });
      if (answer.trim() !== 'yes') return false;
    }
    this.note(await this.words('MIG011', { server, fingerprint }));
    return true;
  }

  /** The host that is read, where the command line does not name it. */
  protected host: string | undefined;

  protected readonly onStep = (step: 'host' | 'folders', access: Host['access']): void => {
    const server = this.host ?? this.argv.find((word) => word.includes('@')) ?? '';
    const args = { server, access };
    void this.words(step === 'host' ? 'MIG013' : 'MIG014', args).then((text) => this.note(text));
  };

  protected async showFindings(findings: Findings): Promise<void> {
    if (findings.host.access === 'ordinary') await this.remark('MIG019', {});
    const width = process.stdout.isTTY ? process.stdout.columns : undefined;
    const view = { lang: this.lang, paint: this.paint, ...(width === undefined ? {} : { width }) };
    this.out(renderFindings(findings, view));
  }

  /** The YAML that --write would add, with the names of what it would encrypt. */
  protected async showDraft(yaml: string, secrets: string[], opd: string | undefined) {
    if (yaml !== '') this.out(`${this.paint.bold(`# opd/${opd ?? 'OPD'}.yaml`)}\napps:\n${yaml}`);
    if (secrets.length > 0) {
      this.out(await this.words('MIG017', { secrets: secrets.join(', ') }));
    }
    this.out(await this.words('MIG018'));
  }

  protected async showWritten({ file, apps, secrets }: Written): Promise<void> {
    this.out(await this.words('MIG015', { file, apps: apps.join(', ') }));
    if (secrets.length > 0) {
      this.out(await this.words('MIG016', { secrets: secrets.join(', ') }));
    }
  }
}
