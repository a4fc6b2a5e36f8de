import * as Flags from '@oclif/core/flags';
import { IndukCommand } from '../terminal/command.js';
import type { Phrase } from '../terminal/prose/catalogue.js';

const text = (description: string, helpValue: string) => Flags.string({ description, helpValue });

export default class Init extends IndukCommand {
  static override description =
    'Write a new inventory: asks for what it needs; every answer can be given as a flag.';

  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init --site kota-contoh --domain contoh.go.id --address 10.20.0.11',
    '<%= config.bin %> init --inventory inventory --site coba --domain coba.localhost --address local',
  ];

  static override flags = {
    site: text('short name of the site', 'NAME'),
    title: text('its name for people', 'TEXT'),
    domain: text('domain the apps get their names under', 'DOMAIN'),
    address: text('first server: host name, address, or local', 'ADDRESS'),
    server: text('short name of that server', 'NAME'),
    user: text('SSH user there; default induk', 'USER'),
    port: Flags.integer({ description: 'SSH port there; default 22', helpValue: 'PORT' }),
    'host-key': text('fingerprint of its host key', 'SHA256:…'),
    tls: Flags.string({
      description: 'certificates: own authority, Let’s Encrypt, or your own files',
      options: ['internal', 'acme', 'files'],
    }),
    email: text('contact address for the certificate authority', 'ADDRESS'),
    opd: text('short name of the first agency', 'OPD'),
    'opd-name': text('its full name', 'TEXT'),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Init);
    const [
      { newInventoryFiles },
      { refuseExisting, writeInventory },
      { askForInventory },
      { resolve, join },
      { phrase },
    ] = await Promise.all([
      import('../inventory/template.js'),
      import('../session/new-inventory.js'),
      import('../session/init-questions.js'),
      import('node:path'),
      import('../terminal/prose/index.js'),
    ]);
    const root = resolve(flags.inventory ?? 'inventory');
    await refuseExisting(join(root, 'site.yaml'));
    const answers = await askForInventory(flags, {
      interactive: await this.isInteractive(),
      ask: (question) => this.ask(question),
      say: (code, args) => wordsOf(phrase(code, args, this.lang)),
    });
    const files = await writeInventory(root, newInventoryFiles(answers));
    this.out(wordsOf(phrase('INV103', { files: files.join(', ') }, this.lang)));
    return { root, files };
  }
}

function wordsOf({ text: words, next }: Phrase): string {
  return next === undefined ? words : `${words}\n→ ${next}`;
}
