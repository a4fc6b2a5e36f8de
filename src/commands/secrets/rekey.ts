import { Fault } from '../../fault.js';
import { IndukCommand } from '../../terminal/command.js';

export default class SecretsRekey extends IndukCommand {
  static override description =
    'Encrypt every secrets file anew for the present team of site.yaml. Run it after somebody joined or left; values stay the same.';

  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run(): Promise<unknown> {
    await this.parse(SecretsRekey);
    const [{ openSecrets }, { rekey }] = await Promise.all([
      import('../../secrets/open.js'),
      import('../../secrets/rekey.js'),
    ]);
    const loaded = await this.inventory();
    const { store, sayNotices } = openSecrets(loaded);
    const { signal } = this;
    const { changed, failed } = await rekey(store, () => signal.throwIfAborted());
    const count = changed.length > 0 ? (await store.keyring.recipients()).length : 0;
    await sayNotices((code, words) => this.remark(code, words));
    for (const file of changed) this.out(await this.words('SEC064', { file, count }));
    const total = changed.length + failed.length;
    if (total === 0) this.out(await this.words('SEC065'));
    const { team } = loaded.inventory.site;
    if (changed.length > 0 && team.length > 0) await this.remark('SEC052', {});
    const result = {
      changed,
      failed: failed.map(({ file, fault }) => ({ file, code: fault.code })),
    };
    if (failed.length > 0) {
      this.partial = result;
      for (const { fault } of failed) await this.remark(fault.code, fault.args);
      const names = failed.map(({ file }) => file).join(', ');
      throw new Fault('SEC023', { failed: failed.length, files: total, names });
    }
    return result;
  }
}
