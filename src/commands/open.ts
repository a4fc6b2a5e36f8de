import { Args } from '@oclif/core';
import { exitCodes, Fault } from '../fault.js';
import { IndukCommand } from '../terminal/command.js';

export default class Open extends IndukCommand {
  static override description =
    "Print an app's address; on a desktop, also open it in the browser.";

  static override examples = [
    '<%= config.bin %> open dishub/parkir',
    'curl -k "$(<%= config.bin %> open parkir)"',
  ];

  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Open);
    const { inventory } = await this.inventory();
    const { resolveTarget } = await import('../cluster/runtime/target.js');
    const { urlOf } = await import('../cluster/runtime/address.js');
    const { id, app } = resolveTarget(inventory, [], args.app);
    const url = app && urlOf(app, inventory.site);
    if (url === undefined) throw new Fault('CLU084', { app: id }, { exit: exitCodes.usage });
    this.out(url);
    if (!this.jsonEnabled()) await openBrowser(url);
    return { app: id, url };
  }
}

/** Only where there is a screen and a person; a machine without a browser says nothing. */
async function openBrowser(url: string): Promise<void> {
  const hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDisplay || process.stdout.isTTY !== true) return;
  const { spawn } = await import('node:child_process');
  const child = spawn('xdg-open', [url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
