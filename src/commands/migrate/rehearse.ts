import { Flags } from '@oclif/core';
import { exitCodes } from '../../fault.js';
import { MoveCommand, moveArgs } from '../../terminal/move-command.js';

export default class MigrateRehearse extends MoveCommand {
  static override description =
    'Rehearse a move once the app follows its old host: files are brought up to date as sync does, then a throw-away copy runs on the new server where nothing leads out, neither to the network nor to mail, and both are asked for the pages that people ask for most. Measures how long the freeze will be. What the copy writes comes to neither side. Exits 2 when a page differs.';

  static override examples = [
    '<%= config.bin %> migrate rehearse dishub/parkir',
    '<%= config.bin %> migrate rehearse parkir --pages 5 --json',
  ];

  static override args = moveArgs;
  static override flags = {
    pages: Flags.integer({
      description: 'pages of the old access log at most; those of legacy.pages are always asked',
      default: 20,
      min: 0,
      max: 20,
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(MigrateRehearse);
    const options = this.siteOptions();
    const [{ withPlace }, { rehearseMove }, { renderRehearsal }, loaded] = await Promise.all([
      import('../../session/migrate/place.js'),
      import('../../session/migrate/rehearse.js'),
      import('../../terminal/rehearsal.js'),
      this.inventory(options),
    ]);
    return withPlace(loaded, options, args.app, async (place) => {
      const rehearsal = await rehearseMove(place, flags.pages, this.migrating());
      const view = { lang: this.lang, paint: this.paint, width: process.stdout.columns };
      this.out(renderRehearsal(rehearsal, view));
      if (rehearsal.different > 0) this.exitCode = exitCodes.changesPresent;
      return { server: place.app.server, ...rehearsal };
    });
  }
}
