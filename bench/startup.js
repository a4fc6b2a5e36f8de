/** What a person waits before induk does anything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/setup/project.js';
import { indukArgv, indukEnv } from './ground/induk.js';
import { rounds } from './measure/rounds.js';
import { atMost } from './measure/target.js';
import { timed } from './measure/timed.js';
import { row, rowHead, table, times } from './measure/words.js';

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function startup({ quick, log }) {
  const home = mkdtempSync(join(tmpdir(), 'induk-bench-home-'));
  const env = indukEnv(join(root, 'inventory'), home);
  const start = (/** @type {string[]} */ argv) => () => timed(argv, { env });
  try {
    const found = await rounds(
      quick ? 7 : 30,
      {
        node: start([process.execPath, '-e', '0']),
        version: start(indukArgv('--version')),
        list: start(indukArgv('list')),
        help: start(indukArgv('help')),
      },
      { log: () => {} },
    );
    const { node, version, list, help } = found;
    log(`  node -e 0: ${node.wall.toFixed(3)} s`);
    return {
      title: 'Start-up',
      text: table(rowHead, [
        row('`node -e 0`', node, node),
        row('`induk --version`', version, node),
        row('`induk list`', list, node),
        row('`induk help`', help, node),
      ]),
      targets: [
        atMost('`induk --version` against `node -e 0`, wall', version.wall / node.wall, 2, times),
        atMost('`induk list` against `node -e 0`, wall', list.wall / node.wall, 2.5, times),
      ],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
