import { Args } from '@oclif/core';
import type { BuilderLine } from '../cluster/deploy-keys/builder.js';
import { Fault } from '../fault.js';
import { IndukCommand } from '../terminal/command.js';

/**
 * What a deployment by a deploy key has done on the app's server, in induk's own image, when that
 * is no manager: the source comes on standard input, what else must be known is in /job. Answers
 * in lines of JSON.
 */
export default class BuildHere extends IndukCommand {
  static override description = 'Build one app from a source; run by a manager for a deploy key.';
  static override examples = ['<%= config.bin %> <%= command.id %> build < source.tar'];
  static override hidden = true;
  static override args = {
    what: Args.string({ required: true, options: ['build', 'tidy'], description: 'what is done' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(BuildHere);
    const { buildHere, tidyHere } = await import('../session/build-here.js');
    const { signal } = this;
    const say = (message: string): void => write({ type: 'progress', message });
    const here = { job: '/job', signal, say };
    try {
      if (args.what === 'tidy') await tidyHere(here);
      else write({ type: 'result', reference: await buildHere(process.stdin, here) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { code, args: words, logTail } = error;
      write({ type: 'fault', code, args: words, logTail });
      this.exitCode = 1;
    }
    return undefined;
  }
}

function write(line: BuilderLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
