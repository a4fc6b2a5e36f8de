import { Args, Flags } from '@oclif/core';
import { urlOf } from '../cluster/runtime/address.js';
import { IndukCommand } from '../terminal/command.js';
import { shortCommit } from '../terminal/versions.js';

export default class Deploy extends IndukCommand {
  static override description =
    'Bring one app’s next version: built on its server from its source, its release command run, then put in the place of the old one without dropping a request. A version that fails leaves the old one serving, and the exit code says so. Nothing but this app is changed.';

  static override examples = [
    '<%= config.bin %> deploy dishub/parkir',
    '<%= config.bin %> deploy parkir --source ../parkir --yes --wait 10m   # in a pipeline',
    '<%= config.bin %> deploy arsip --image registry.contoh.go.id/arsip:2.1 --yes',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    source: Flags.string({
      helpValue: 'DIR',
      description: 'build this folder instead of the inventory’s',
      exclusive: ['image'],
    }),
    image: Flags.string({
      helpValue: 'REF',
      description: 'run this image, for an app whose runtime is an image',
    }),
    wait: Flags.string({
      helpValue: 'TIME',
      default: '0s',
      description: 'queue so long behind another run (90s, 10m); default: refuse with exit 75',
    }),
    yes: Flags.boolean({ char: 'y', description: 'do not ask' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Deploy);
    const options = this.siteOptions();
    const [{ openSite }, session, { hasChanges }, { renderPlan }, loaded] = await Promise.all([
      import('../session/site.js'),
      import('../session/deploy.js'),
      import('../plan/summary.js'),
      import('../terminal/plan.js'),
      this.inventory(options),
    ]);
    const site = openSite(loaded, options);
    try {
      const seconds = session.secondsOf(flags.wait);
      const planned = await session.planDeploy(site, {
        ...flags,
        app: args.app,
        cwd: process.cwd(),
      });
      const { app, plan, origin, version, before, commit, differs } = planned;
      if (differs !== undefined) await this.remark('DEP009', { app: app.id, source: differs });
      this.note(renderPlan(plan, { lang: this.lang, paint: this.stderrPaint }));
      const url = urlOf(app, loaded.inventory.site);
      const data = { app: app.id, version, before, commit, url, changed: hasChanges(plan) };
      this.partial = data;
      if (hasChanges(plan)) {
        const question = { app: app.id, version, before: before ?? '–', origin };
        await this.confirm({ message: await this.words('DEP005', question) });
        await session.deploy(planned, {
          ...this.changing(),
          patience: { seconds, signal: this.signal, onWait: (who) => void this.say('DEP008', who) },
        });
      }
      const of = commit === undefined ? '' : ` (${shortCommit(commit)})`;
      this.out(await this.words('DEP006', { app: app.id, version, of, url: url ?? '' }));
      return data;
    } finally {
      await site.close();
    }
  }

  private async say(code: string, args: Record<string, string | number>): Promise<void> {
    this.note(await this.words(code, args));
  }
}
