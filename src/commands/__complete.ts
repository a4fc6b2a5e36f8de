import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IndukCommand } from '../terminal/command.js';

/** Asked by the scripts of `induk completion` at every Tab; says nothing when it knows nothing. */
export default class Complete extends IndukCommand {
  static override description = 'List what can follow on a command line; for completion scripts.';
  static override examples = ['<%= config.bin %> <%= command.id %> -- apply dis'];
  static override hidden = true;
  static override strict = false;

  async run(): Promise<unknown> {
    const { argv } = await this.parse(Complete);
    const words = argv as string[];
    const [{ candidates }, { inventoryNames }, manifest] = await Promise.all([
      import('../terminal/completion/candidates.js'),
      import('../session/names.js'),
      readFile(join(this.config.root, 'oclif.manifest.json'), 'utf8'),
    ]);
    const names = await inventoryNames(process.cwd(), words, process.env);
    const found = candidates(words, JSON.parse(manifest).commands, names);
    if (found.length > 0) this.out(found.join('\n'));
    return found;
  }
}
