import { IndukCommand } from '../../terminal/command.js';

export default class SecretsKey extends IndukCommand {
  static override description =
    'Print your public key (age1…), to be put into "team:" of site.yaml. Makes a private key at first use, readable by you only.';

  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run(): Promise<unknown> {
    await this.parse(SecretsKey);
    const { ensureIdentity } = await import('../../secrets/identity.js');
    const { recipient, origin, created } = await ensureIdentity();
    if (created) await this.remark('SEC066', { file: origin });
    this.out(recipient);
    return { recipient, origin, created };
  }
}
