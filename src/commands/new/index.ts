import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { NewApp } from '../../session/new.js';
import type { NewAsker } from '../../session/new-questions.js';
import { IndukCommand } from '../../terminal/command.js';

const text = (description: string, helpValue: string) => Flags.string({ description, helpValue });

export default class New extends IndukCommand {
  static override description =
    'Make an app from an agency’s request: a project in apps/NAME, its entry in the inventory, its secrets. Without --request it asks a few questions. Refuses to overwrite anything.';

  static override examples = [
    '<%= config.bin %> new --list',
    '<%= config.bin %> new --request izin.yaml --opd dinkes --dry-run',
    '<%= config.bin %> new izin --request izin.yaml --opd dinkes --yes',
    '<%= config.bin %> new portal --request portal.yaml --opd dinkes --template static',
    '<%= config.bin %> new arsip --request arsip.yaml --opd setda --justification "Aplikasi umum belum melayani arsip statis" --consideration B-123/2026',
  ];

  static override args = {
    name: Args.string({ description: 'name of the app; default: the function of the request' }),
  };

  static override flags = {
    request: text('file that says what the agency needs; see: induk schema request', 'FILE'),
    opd: text('agency that asks for it', 'OPD'),
    template: Flags.string({
      description: 'what it is made from: a name of --list, or a folder or Git address of your own',
      default: 'layanan',
    }),
    server: text(
      'server it will run on; default: the only one, or defaults.server of site.yaml, else it is asked for',
      'NAME',
    ),
    justification: text('why an app is needed although another does the same', 'TEXT'),
    consideration: text('number of the ministry’s consideration of that', 'NUMBER'),
    'dry-run': Flags.boolean({ description: 'show what would be written, write nothing' }),
    list: Flags.boolean({ description: 'list the templates' }),
    yes: Flags.boolean({ description: 'write without asking' }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(New);
    if (flags.list) return this.listTemplates();
    const [session, questions, loaded, asker] = await Promise.all([
      import('../../session/new.js'),
      import('../../session/new-questions.js'),
      this.inventory(),
      this.asker(),
    ]);
    // nobody answers questions for what cannot be made
    session.checkGiven(loaded.inventory, flags.opd, args.name);
    const written = await (flags.request === undefined
      ? questions.askForRequest(asker)
      : session.readRequestFile(flags.request));
    const given = { ...flags, name: args.name };
    const place = await questions.askForPlace(loaded.inventory, written, given, asker);
    session.checkPlace(loaded.inventory, place.opd, place.name);
    const islands = session.findIslands(loaded, written);
    for (const { app, title, kind } of islands) {
      await this.remark(kind === 'shared' ? 'NEW041' : 'NEW040', { app, title });
    }
    const reasons = await questions.askAboutIslands(islands, given, asker);
    const wish = { ...written, ...place, ...reasons, template: flags.template };
    const plan = await session.planNewApp(loaded, wish);
    const { renderNewApp } = await import('../../terminal/new.js');
    const isFull = flags['dry-run'];
    this.out(renderNewApp(plan, { lang: this.lang, paint: this.paint, isFull }));
    if (isFull) {
      this.note(await this.words('NEW061'));
      return dataOf(plan, { islands, written: false });
    }
    const { openSecrets } = await import('../../secrets/open.js');
    const { store, sayNotices } = openSecrets(loaded);
    // what cannot work is said before a person agrees
    if (Object.keys(plan.secrets).length > 0) await store.keyring.recipients();
    await this.confirm({ message: await this.words('NEW047', { app: plan.app }) });
    const { git } = await session.makeNewApp(loaded, plan, store);
    await sayNotices((code, words) => this.remark(code, words));
    if (git === 'absent') await this.remark('NEW062', {});
    await this.sayMade(plan);
    return dataOf(plan, { islands, written: true, git });
  }

  private async sayMade({
    app,
    files,
    folder,
    agencyFile,
    domains,
    secrets,
  }: NewApp): Promise<void> {
    const { phrase } = await import('../../terminal/prose/index.js');
    const domain = domains[0] ?? '';
    const said = { app, files: files.length, folder, path: agencyFile.path, domain };
    const { text: made, next } = phrase(
      'ADMIN_PASSWORD' in secrets ? 'NEW060' : 'NEW063',
      said,
      this.lang,
    );
    this.out(`\n${made}\n→ ${next}`);
  }

  private async listTemplates(): Promise<unknown> {
    const [{ describeTemplate, templateNames }, { templatesFolder }, { renderTemplates }] =
      await Promise.all([
        import('../../scaffold/template.js'),
        import('../../session/new.js'),
        import('../../terminal/new.js'),
      ]);
    const folder = templatesFolder();
    const names = await templateNames(folder);
    const found = await Promise.all(names.map((name) => describeTemplate(folder, name)));
    const rows = found.map(({ name, title, version, description }) => ({
      name,
      title,
      version,
      description,
    }));
    this.out(renderTemplates(rows, this.paint, process.stdout.columns));
    return rows;
  }

  private async asker(): Promise<NewAsker> {
    return {
      interactive: await this.isInteractive(),
      ask: (question) => this.ask(question),
      choose: (choice) => this.choose(choice),
      words: (code, args) => this.words(code, args),
    };
  }
}

/** For --json: what was or would be written, without the files' texts. */
function dataOf(plan: NewApp, more: Record<string, unknown>) {
  const { app, title, domains, folder, files, agencyFile, entry } = plan;
  const paths = files.map(({ path }) => path);
  return {
    app,
    title,
    domains,
    folder,
    files: paths,
    agencyFile: agencyFile.path,
    entry,
    secrets: Object.keys(plan.secrets),
    ...more,
  };
}
