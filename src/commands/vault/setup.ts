import * as Args from '@oclif/core/args';
import type { VaultOutcome } from '../../session/vault/setup.js';
import { SetupCommand, setupFlags } from '../../terminal/setup-command.js';

export default class VaultSetup extends SetupCommand {
  static override description =
    'Make the vault of site.yaml ready to keep backups: on a server of `role: vault` the machine, rest-server in append-only mode and its certificate; for an address or a folder, whether it can be reached. Makes the key that opens every backup, encrypts all secrets to it as well, and writes its public half into site.yaml. Each step looks first; a second run changes nothing.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> brankas-1 --as admin   # first time: the account the machine came with',
    '<%= config.bin %> <%= command.id %>                        # the vault that site.yaml names',
    '<%= config.bin %> <%= command.id %> sftp:cadangan@nas.contoh.go.id:/srv/restic   # written into site.yaml',
    '<%= config.bin %> <%= command.id %> --yes --accept-host-key SHA256:…',
  ];

  static override args = {
    vault: Args.string({
      description:
        'the vault’s server, an address in restic’s notation or a folder; default: what site.yaml says',
    }),
  };
  static override flags = setupFlags;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(VaultSetup);
    const [{ placeWords, plannedVault, setUpVault, withNamedPlace }, { pinnedKeys }] =
      await Promise.all([
        import('../../session/vault/setup.js'),
        import('../../session/host-keys.js'),
      ]);
    const loaded = withNamedPlace(await this.inventory(), args.vault);
    const vault = plannedVault(loaded.inventory, args.vault);
    const place = placeWords(vault);
    const site = loaded.inventory.site.name;
    await this.confirm({ message: await this.words('BAK080', { vault: place, site }) });
    const accepted = flags['accept-host-key'] ?? [];
    const shown: Promise<void>[] = [];
    const outcome = await setUpVault(loaded, vault, {
      ...this.siteOptions(),
      ...(flags.as === undefined ? {} : { as: flags.as }),
      emit: (event) => void shown.push(this.show(event)),
      onHostKey: pinnedKeys(loaded.root, (key) => this.trusts(key, accepted)),
    });
    await Promise.all(shown);
    return this.finish(outcome);
  }

  private async finish(outcome: VaultOutcome): Promise<unknown> {
    const { changes, isNew } = outcome;
    const { phrase } = await import('../../terminal/prose/index.js');
    const { text, next } = phrase(changes === 0 ? 'BAK082' : 'BAK081', { changes }, this.lang);
    this.out(text);
    if (next !== undefined) this.note(next);
    if (isNew) this.note(await this.words('BAK088'));
    return outcome;
  }
}
