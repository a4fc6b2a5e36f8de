import { Args, Flags } from '@oclif/core';
import type { CiKind, Include } from '../../session/ci.js';
import { IndukCommand } from '../../terminal/command.js';

export default class CiInit extends IndukCommand {
  static override description =
    'Write a pipeline for an app’s repository: it runs the app’s tests at every change and deploys the main branch with a deploy key. The server’s host key is pinned in it; it needs one secret with the key, and nothing of induk on the CI’s machines. In a repository of several apps each has a pipeline that minds its own folder.';

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
    out: Flags.string({
      helpValue: 'FILE',
      description: 'another file in the repository, from its root; .gitlab-ci.yml includes it',
    }),
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
      const { app, file, text, tested, secret, include } = planned;
      const isDry = flags['dry-run'];
      if (isDry) this.out(text.trimEnd());
      else {
        await writeCi(planned);
        await this.say('DEP034', { app: app.id, file, secret });
      }
      if (include !== undefined) await this.sayIncluded(include, isDry);
      if (!tested) await this.remark('DEP035', { app: app.id });
      const how = include && { file: include.file, lines: include.lines, how: include.how };
      return { app: app.id, file, text, tested, secret, written: !isDry, include: how };
    } finally {
      await site.close();
    }
  }

  private async say(code: string, args: Record<string, string>): Promise<void> {
    const { phrase } = await import('../../terminal/prose/index.js');
    const { text, next } = phrase(code, args, this.lang);
    this.out(next === undefined ? text : `${text}\n→ ${next}`);
  }

  /** GitLab reads one file by itself; that it reads this one too is said, or asked of a person. */
  private async sayIncluded({ file, lines, how }: Include, isDry: boolean): Promise<void> {
    if (how === 'there') return;
    const code = how === 'tell' ? 'DEP038' : isDry ? 'DEP039' : 'DEP045';
    this.note(await this.words(code, { file, lines: lines.join('\n') }));
  }
}
