/** A live app brought home: how long nobody can write, and its copies beside pipes of ssh. */
import { importTypescript } from '../scripts/setup/typescript.js';
import { inside } from '../test/lab/faults.js';
import { median, quantile, rounds } from './measure/rounds.js';
import { atMost, exactly } from './measure/target.js';
import { count, megabytes, seconds, table, times } from './measure/words.js';
import { freezesOf, spread } from './migrate/freezes.js';
import { addFiles, growDatabase } from './migrate/old-host.js';
import { openPipes } from './migrate/pipes.js';

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function migrate({ quick, log }) {
  const { moveLab, moved, readyToMove } = await importTypescript('test/e2e/support/moving.ts');
  const sizes = quick ? [5e6, 20e6] : [100e6, 1e9];
  const [small, large] = quick ? [1, 1] : [6, 3];
  const lab = await moveLab('bench-move', log);
  try {
    log('  the server is set up, and the old host is read …');
    await readyToMove(lab);
    await addFiles(lab.old, quick ? 100 : 2_400);
    log(`  ${megabytes(sizes[0])} of database …`);
    await growDatabase(lab.old, sizes[0]);
    const first = await freezesOf(lab, small, moved, log);
    log('  by hand …');
    const copies = await copiesOf(lab, moved, quick ? 1 : 3, log);
    log(`  ${megabytes(sizes[1])} of database …`);
    await growDatabase(lab.old, sizes[1]);
    const second = await freezesOf(lab, large, moved, log);
    return finding({ first, second, copies });
  } finally {
    await lab.down();
  }
}

/** The app as `--method dump` copies it, and the same by hand. */
async function copiesOf(lab, { app, engineName }, runs, log) {
  const ask = async (/** @type {string[]} */ ...args) =>
    (await lab.must(['migrate', ...args])).json.data;
  const start = () => ask('start', app, '--method', 'dump');
  await start();
  const pipes = await openPipes(lab, engineName);
  /** @type {number[]} */
  const files = [];
  const found = await rounds(
    runs,
    {
      pipe: pipes.database,
      tar: pipes.files,
      induk: async (round) => {
        await ask('rollback', app, '--confirm', app);
        await inside(lab.server, ['sh', '-c', emptied(engineName)]);
        await start();
        const { seed } = await ask('report', app);
        if (round > 0) files.push(seed.files.rounds[0].seconds);
        return { wall: seed.database.seconds, cpu: 0 };
      },
    },
    { log },
  );
  await pipes.close();
  await ask('rollback', app, '--confirm', app);
  return { ...found, files };
}

/** Volumes of the app's files as they are before its first copy. */
const emptied = (/** @type {string} */ engineName) =>
  `for v in $(docker volume ls -q | grep '^${engineName}-' | grep -v -e '-db$' -e '-move$'); do
    find "/var/lib/docker/volumes/$v/_data" -mindepth 1 -delete; done`;

function finding({ first, second, copies }) {
  const all = [first, second];
  const p95 = all.map(({ closed }) => quantile(closed, 0.95));
  const medians = all.map(({ closed }) => median(closed));
  const off = all.flatMap(({ closed, predicted }) =>
    closed.map((actual, at) => {
      const difference = Math.abs(actual - predicted[at]);
      return Math.min(difference / actual / 0.5, difference / 2);
    }),
  );
  const lost = first.lost + second.lost;
  return {
    title: 'Moving a live app',
    text: text({ all, copies }),
    targets: [
      atMost('Nobody can write, p95 at the smaller size', p95[0], 2, seconds),
      atMost('… at the larger size', p95[1], 2, seconds),
      atMost('… larger against smaller, medians', medians[1] / medians[0], 1.2, times),
      exactly('Acknowledged writes lost', lost, 0),
      atMost(
        'First copy of the database by `dump` against a pipe of ssh',
        copies.induk.wall / copies.pipe.wall,
        1.15,
        times,
      ),
      atMost(
        'First copy of the files against tar through ssh',
        median(copies.files) / copies.tar.wall,
        1.3,
        times,
      ),
      atMost(
        "Memory of induk's mover, resident",
        Math.max(...all.map(({ memory }) => memory)),
        200e6,
        megabytes,
      ),
      atMost(
        'Told before against what it was: the worst, of ± 50 % or 2 s',
        Math.max(...off),
        1,
        (value) => `${Math.round(value * 100)} %`,
      ),
    ],
  };
}

function text({ all, copies }) {
  const rows = all.map(({ bytes, closed, gaps, predicted, seeds, ...wrote }) => [
    `${megabytes(bytes)} of dump`,
    String(closed.length),
    spread(closed),
    spread(gaps),
    seconds(median(predicted)),
    seconds(median(seeds)),
    `${count(wrote.acknowledged)} / ${count(wrote.refused)} / ${wrote.lost}`,
    `${Math.round(wrote.acknowledged / wrote.writing)}`,
  ]);
  const { pipe, tar, induk, files } = copies;
  const range = ({ min, max }) => `${seconds(min)} – ${seconds(max)}`;
  const copied = [
    ['`mariadb-dump` through ssh into `mariadb`', seconds(pipe.wall), range(pipe), times(1)],
    [
      'database: induk, `--method dump`',
      seconds(induk.wall),
      range(induk),
      times(induk.wall / pipe.wall),
    ],
    ['`tar` through ssh into `tar`', seconds(tar.wall), range(tar), times(1)],
    [
      'files: induk, first round of rsync',
      seconds(median(files)),
      range({ min: Math.min(...files), max: Math.max(...files) }),
      times(median(files) / tar.wall),
    ],
  ];
  return [
    'An app in PHP on Debian 12 with MariaDB 10.11, 18 tables and uploads, is moved to its new server and back again and again with `--method follow`, while three writers write all the time through the address they have always used. *Closed* is from the fence on the old host until the new side is open; *without a write* is what writers saw, from the last acknowledged write before to the first one after; *a second* counts the acknowledged writes over the whole time, first copies included. Old host, new server, writers and proxy share two processors.',
    table(
      [
        '',
        'cutovers',
        'closed, p50 / p95',
        'without a write, p50 / p95',
        'told before',
        'first copy and its proof',
        'acknowledged / refused / lost',
        'a second',
      ],
      rows,
    ),
    'The first copy beside what one types by hand, at the smaller size:',
    table(['', 'wall', 'fastest – slowest', 'ratio'], copied),
  ].join('\n\n');
}
