import { Args } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';
import {
  completionScript,
  completionSetup,
  type Shell,
  shells,
} from '../terminal/completion/scripts.js';

export default class Completion extends IndukCommand {
  static override description =
    'Print the script that lets a shell complete commands, flags, and the names of apps, agencies and servers.';

  static override examples = [
    'source <(<%= config.bin %> completion bash)   # this shell only',
    "echo 'source <(<%= config.bin %> completion bash)' >> ~/.bashrc",
    "echo 'source <(<%= config.bin %> completion zsh)' >> ~/.zshrc",
    '<%= config.bin %> completion fish > ~/.config/fish/completions/induk.fish',
  ];

  static override args = {
    shell: Args.string({ description: 'the shell', options: [...shells], required: true }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Completion);
    const shell = args.shell as Shell;
    const script = completionScript(shell);
    this.out(script);
    if (process.stdout.isTTY) this.note(`\n# ${completionSetup(shell)}`);
    return { shell, script };
  }
}
