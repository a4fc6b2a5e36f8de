import { Config } from '@oclif/core/config';
import { Help } from '@oclif/core/help';

/** oclif's help, kept as text instead of written to stdout. */
class CapturedHelp extends Help {
  readonly lines: string[] = [];

  protected override log(...args: string[]): void {
    this.lines.push(args.join(' '));
  }
}

/**
 * The help text of a command, of a topic, or of induk itself.
 * @param words the command as typed, e.g. `['servers', 'setup']`
 * @param root folder of the package, where oclif.manifest.json is
 */
export async function commandHelp(words: readonly string[], root: string): Promise<string> {
  const config = await Config.load(root);
  const help = new CapturedHelp(config, config.pjson.oclif.helpOptions);
  await help.showHelp([...words]);
  return help.lines.join('\n');
}
