import { Args, Flags } from '@oclif/core';
import type { ExitCode } from '../fault.js';
import { IndukCommand } from '../terminal/command.js';

export default class Exec extends IndukCommand {
  static override description =
    "Run a command inside an app's running container, with the app's environment and secrets; a shell when none is given. With --service db the database's own shell, as its superuser. The command's exit code is ours.";

  static override examples = [
    '<%= config.bin %> exec dishub/parkir',
    '<%= config.bin %> exec parkir -- php spark migrate',
    '<%= config.bin %> exec parkir --service db',
    '<%= config.bin %> exec parkir --service db < query.sql',
  ];

  static override strict = false;
  static override args = {
    app: Args.string({ required: true, description: 'the app, as OPD/APP or APP' }),
  };
  static override flags = {
    service: Flags.string({
      options: ['web', 'db', 'cron'],
      default: 'web',
      description: 'in which part of the app',
    }),
    user: Flags.string({ char: 'u', description: "another user than the container's own" }),
  };

  async run(): Promise<unknown> {
    const { args, argv, flags } = await this.parse(Exec);
    const loaded = await this.inventory();
    const { openSite } = await import('../session/site.js');
    const { execInApp } = await import('../session/exec.js');
    const { isTerminal, lendTerminal } = await import('../terminal/raw.js');
    const { capture } = await import('../terminal/capture.js');
    const site = openSite(loaded);
    const json = this.jsonEnabled();
    const lent = !json && isTerminal() ? lendTerminal : undefined;
    const captured = capture();
    const stdin = process.stdin.isTTY && lent === undefined ? undefined : process.stdin;
    try {
      const found = await execInApp(site, {
        name: args.app,
        part: flags.service,
        argv: (argv as string[]).slice(1),
        user: flags.user,
        stdin,
        stdout: json ? captured.stdout : process.stdout,
        stderr: json ? captured.stderr : process.stderr,
        lend: lent,
      });
      // Whatever the command says, which no list of ours can hold.
      this.exitCode = found.exitCode as ExitCode;
      return { ...found, ...captured.text() };
    } finally {
      await site.close();
    }
  }
}
