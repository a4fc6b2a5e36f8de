import { homedir } from 'node:os';
import { join } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { IndukCommand } from '../../terminal/command.js';

export default class DeployKeyCreate extends IndukCommand {
  static override description =
    'Make an SSH key that can deploy this app and do nothing else: no shell, no files, no other app. Its private half is written to a file, for the secrets of your CI.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> dinkes/izin',
    '<%= config.bin %> <%= command.id %> izin --name gitlab --out izin.key --yes',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    name: Flags.string({ default: 'ci', description: 'name of the key, to tell it from others' }),
    out: Flags.string({
      helpValue: 'FILE',
      description: 'where the private key goes; default: ~/.config/induk/deploy-keys/APP.NAME',
    }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(DeployKeyCreate);
    const options = this.siteOptions();
    const loaded = await this.inventory(options);
    const { openSite } = await import('../../session/site.js');
    const { keyedApp, createDeployKey } = await import('../../session/deploy-keys.js');
    const site = openSite(loaded, options);
    try {
      const { name } = flags;
      const app = keyedApp(site, { app: args.app, name });
      const file = flags.out ?? (await this.ownFile(`${app.engineName}.${name}`));
      const words = { app: app.id, name, server: app.server };
      await this.confirm({ message: await this.words('DEP020', words) });
      const key = await createDeployKey(site, app, { name, file }, this.changing());
      const { phrase } = await import('../../terminal/prose/index.js');
      const { ciSecretOf } = await import('../../session/ci.js');
      const secret = await ciSecretOf(site, app);
      const { text, next } = phrase('DEP021', { ...words, file, ...key, secret }, this.lang);
      this.out(`${text}\n→ ${next}`);
      return { app: app.id, ...key, file, secret };
    } finally {
      await site.close();
    }
  }

  /** Beside the operator's own key, where no Git finds it. */
  private async ownFile(name: string): Promise<string> {
    const { mkdir } = await import('node:fs/promises');
    const config = process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
    const folder = join(config, 'induk', 'deploy-keys');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return join(folder, name);
  }
}
