import { IndukCommand } from '../terminal/command.js';
import { shortCommit } from '../terminal/versions.js';

/**
 * What a deploy key runs on the server, in induk's own image: the app's source comes on standard
 * input as a tar archive, what else must be known is in /job.
 */
export default class DeployHere extends IndukCommand {
  static override description = 'Deploy one app from a source; run by its deploy key.';
  static override examples = ['git archive HEAD | ssh induk-deploy@10.20.0.11'];
  static override hidden = true;

  async run(): Promise<unknown> {
    await this.parse(DeployHere);
    const { deployHere, keyPatience } = await import('../session/deploy-here.js');
    const { planned, url } = await deployHere({
      job: '/job',
      key: process.env.INDUK_DEPLOY_KEY ?? '?',
      source: process.stdin,
      ...this.changing(),
      patience: {
        seconds: keyPatience,
        signal: this.signal,
        onWait: (who) => void this.words('DEP008', who).then((text) => this.note(text)),
      },
    });
    const { app, version, before, commit } = planned;
    const of = commit === undefined ? '' : ` (${shortCommit(commit)})`;
    this.out(await this.words('DEP006', { app: app.id, version, of, url }));
    return { app: app.id, version, before, commit };
  }
}
