import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { IndukCommand } from '../../terminal/command.js';

export default class TemplateCheck extends IndukCommand {
  static override description =
    'Check a template of your own for `induk new --template`: its template.yaml, its files, and that a project can be made from each example request. A folder, or a Git address with #BRANCH if wanted. Writes nothing; nothing of the template is run.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> ./templates/kita',
    '<%= config.bin %> <%= command.id %> ./templates/kita --request izin.yaml',
    '<%= config.bin %> <%= command.id %> https://git.contoh.go.id/ti/templat.git#v2',
  ];

  static override args = {
    template: Args.string({ required: true, description: 'folder, Git address, or name' }),
  };

  static override flags = {
    request: Flags.string({
      description: 'a request of yours to try, besides the examples',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(TemplateCheck);
    const [{ checkTemplateAt }, { phrase }] = await Promise.all([
      import('../../session/template-check.js'),
      import('../../terminal/prose/index.js'),
    ]);
    const checked = await checkTemplateAt(args.template, flags.request);
    const files = Math.max(...checked.requests.map((each) => each.files));
    const said = { name: checked.name, version: checked.version, files };
    const { text, next } = phrase('NEW099', said, this.lang);
    this.out(`${text}\n→ ${next}`);
    return checked;
  }
}
