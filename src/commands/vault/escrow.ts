import * as Flags from '@oclif/core/flags';
import { exitCodes, Fault } from '../../fault.js';
import type { Secret } from '../../secrets/secret.js';
import type { Escrow } from '../../session/vault/escrow.js';
import { IndukCommand } from '../../terminal/command.js';

export default class VaultEscrow extends IndukCommand {
  static override description =
    'Print the key for the safe: the one line that opens every backup in the vault and every secret of the inventory, with what to do with it; or as shares among people, some of which are enough. It needs no server. The key that is printed, or put together again, is used as any other: in a file named by INDUK_AGE_KEY_FILE.';

  static override examples = [
    '<%= config.bin %> <%= command.id %>                     # asks for the site’s name first',
    '<%= config.bin %> <%= command.id %> --split 3/5         # five shares, any three give the key back',
    '<%= config.bin %> <%= command.id %> --combine           # asks for shares; or from a pipe',
    '<%= config.bin %> <%= command.id %> --confirm kota-contoh --print | lp',
  ];

  static override flags = {
    split: Flags.string({
      description: 'print shares instead: how many are needed of how many',
      helpValue: '3/5',
      exclusive: ['combine'],
    }),
    combine: Flags.boolean({
      description: 'put the key together from shares, typed or from standard input',
    }),
    confirm: Flags.string({
      description: 'name of the site, instead of typing it',
      helpValue: 'SITE',
      exclusive: ['combine'],
    }),
    print: Flags.boolean({
      description: 'print though the output is no terminal: for a printer, never for a log',
      exclusive: ['combine'],
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(VaultEscrow);
    if (flags.combine) return this.combine();
    const { splitOf } = await import('../../backup/vault/shares.js');
    const split = flags.split === undefined ? undefined : splitOf(flags.split);
    const isSeen = process.stdout.isTTY === true && !this.jsonEnabled();
    if (!isSeen && !flags.print) throw new Fault('BAK076', {}, { exit: exitCodes.usage });
    const loaded = await this.inventory();
    const { readEscrow } = await import('../../session/vault/escrow.js');
    const escrow = await readEscrow(loaded);
    const { site } = escrow;
    await this.confirmTyped({ name: site, message: await this.words('BAK077', { site }) });
    return split === undefined ? this.whole(escrow) : this.shares(escrow, split);
  }

  private async whole({ key, ...about }: Escrow): Promise<unknown> {
    const args = { ...about, key: key.reveal(), date: today() };
    this.out(await this.words('BAK085', args));
    return { ...about, key: args.key };
  }

  private async shares(
    { key, ...about }: Escrow,
    split: { threshold: number; total: number },
  ): Promise<unknown> {
    const { groupsOf, splitKey } = await import('../../backup/vault/shares.js');
    const shares = await splitKey(key, split);
    for (const [index, text] of shares.entries()) {
      const share = groupsOf(text).join('\n');
      const args = { site: about.site, date: today(), ...split, number: index + 1, share };
      this.out(await this.words('BAK086', args));
    }
    return { ...about, ...split, shares };
  }

  private async combine(): Promise<unknown> {
    const [{ combineText, combineTyped }, { recipientOf }] = await Promise.all([
      import('../../session/vault/escrow.js'),
      import('../../secrets/encryption.js'),
    ]);
    const key: Secret = (await this.isInteractive())
      ? await combineTyped({
          ask: async ({ number, typed, wanted }) => {
            const message = `${await this.words('BAK087', { number })} (${typed}/${wanted})`;
            return this.ask({ message, flag: '--combine < FILE' });
          },
          tell: (fault) => this.remark(fault.code, fault.args),
        })
      : await combineText(await this.secretInput('shares'));
    this.out(key.reveal());
    return { key: key.reveal(), recipient: await recipientOf(key) };
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
