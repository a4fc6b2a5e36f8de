import { Args, Flags } from '@oclif/core';
import type { CiKind } from '../../session/ci.js';
import { IndukCommand } from '../../terminal/command.js';

export default class CiInit extends IndukCommand {
  static override description =
    'Write a pipeline for an app’s repository: it runs the app’s tests at every change and deploys the main branch with a deploy key. The server’s host key is pinned in it; it needs one secret, INDUK_DEPLOY_KEY, and nothing of induk on the CI’s machines.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> gitlab dinkes/izin',
    '<%= config.bin %> <%= command.id %> github izin --host apps.contoh.go.id:2222',
    '<%= config.bin %> <%= command.id %> gitea izin --dry-run',
  ];

  static override args = {
    kind: Args.string({
      required: true,
      options: ['gitlab', 'github', 'gitea'],
      description: 'whose pipeline',
    }),
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    branch: Flags.string({ default: 'main', description: 'branch that is deployed' }),
    host: Flags.string({
      helpValue: 'HOST[:PORT]',
      description: 'the server as the CI’s machines reach it; default: as in the inventory',
    }),
    test: Flags.string({ helpValue: 'COMMAND', description: 'instead of the app’s own tests' }),
    out: Flags.string({ helpValue: 'FILE', description: 'another file in the repository' }),
    'dry-run': Flags.boolean({ description: 'print the file, write nothing' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(CiInit);
    const options = this.siteOptions();
    const loaded = await this.inventory(options);
    const { openSite } = await import('../../session/site.js');
    const { planCi, writeCi } = await import('../../session/ci.js');
    const site = openSite(loaded, options);
    try {
      const wish = { ...flags, app: args.app, kind: args.kind as CiKind };
      const planned = await planCi(site, wish);
      const { app, file, text, tested } = planned;
      const isDry = flags['dry-run'];
      if (isDry) this.out(text.trimEnd());
      else {
        await writeCi(planned);
        const { phrase } = await import('../../terminal/prose/index.js');
        const { text: made, next } = phrase('DEP034', { app: app.id, file }, this.lang);
        this.out(`${made}\n→ ${next}`);
      }
      if (!tested) await this.remark('DEP035', { app: app.id });
      return { app: app.id, file, text, tested, written: !isDry };
    } finally {
      await site.close();
    }
  }
}
