import { Args } from '@oclif/core';
import { IndukCommand } from '../terminal/command.js';

export default class Help extends IndukCommand {
  static override description =
    'Show help for a command or a topic; `induk help exit-codes` lists the exit codes.';

  static override examples = [
    '<%= config.bin %> <%= command.id %> apply',
    '<%= config.bin %> <%= command.id %> servers setup',
    '<%= config.bin %> <%= command.id %> exit-codes',
  ];

  static override args = {
    topic: Args.string({ description: 'a command, a group of commands, or exit-codes' }),
  };

  static override strict = false;

  async run(): Promise<unknown> {
    const { argv } = await this.parse(Help);
    const words = argv as string[];
    if (words[0] === 'exit-codes') {
      const { exitCodeHelp } = await import('../terminal/help/exit-codes.js');
      const codes = exitCodeHelp(this.lang);
      this.out(
        codes.map(({ code, meaning }) => `${String(code).padStart(4)}  ${meaning}`).join('\n'),
      );
      return { exitCodes: codes };
    }
    const { commandHelp } = await import('../terminal/help/command-help.js');
    const text = await commandHelp(words, this.config.root);
    this.out(text.trimEnd());
    return { text };
  }
}
