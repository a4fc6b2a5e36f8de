import * as Flags from '@oclif/core/flags';
import type { SetupEvent } from '../server/setup/events.js';
import { IndukCommand } from './command.js';

/** How a bare machine is logged in to, and what is trusted there. */
export const setupFlags = {
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

/** A host key that a machine showed, as `server/connect` tells of it. */
interface ShownKey {
  server: string;
  address: string;
  port: number;
  type: string;
  fingerprint: string;
}

/** What commands that set machines up share: their steps, line by line, and unknown host keys. */
export abstract class SetupCommand extends IndukCommand {
  /** Whether a host key is one of those accepted, or the person says so. */
  protected async trusts(key: ShownKey, accepted: readonly string[]): Promise<boolean> {
    if (!accepted.includes(key.fingerprint)) {
      if (!(await this.isInteractive())) return false;
      const message = await this.words('SRV083', { ...key });
      const answer = await this.ask({ message, flag: `--accept-host-key ${key.fingerprint}` });
      if (answer.trim() !== 'yes') return false;
    }
    const { server, fingerprint } = key;
    this.note(await this.words('SRV084', { server, fingerprint, file: 'site.yaml' }));
    return true;
  }

  /** Shows what setup does: a line for a person, JSON lines for a program. */
  protected async show(event: SetupEvent): Promise<void> {
    if (this.jsonEnabled()) {
      process.stderr.write(`${JSON.stringify(event)}\n`);
    } else if (event.type === 'warning') {
      this.warn(await this.words(event.code, event.args));
    } else if (event.type === 'step') {
      this.note(line(event));
    }
  }
}

function line(event: SetupEvent & { type: 'step' }): string {
  const head = `${event.server}  ${event.step.padEnd(8)}  ${event.state.padEnd(9)}`;
  if (event.state === 'unchanged') return `${head}  ${event.note ?? ''}`.trimEnd();
  const took = event.state === 'changed' ? `  (${(event.ms / 1000).toFixed(1)} s)` : '';
  return `${head}  ${event.change}${took}`;
}
