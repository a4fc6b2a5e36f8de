/** Backups and their way back, beside restic alone on the same bytes. */
import { inside } from '../test/lab/faults.js';
import { fillApp, follower, makeApp } from './backup/app.js';
import { openContest } from './backup/contestants.js';
import { growthOf, growthTable } from './backup/growth.js';
import { latencyOf, latencyTable } from './backup/latency.js';
import { memoryOf } from './measure/memory.js';
import { median, rounds } from './measure/rounds.js';
import { atMost, exactly } from './measure/target.js';
import { megabytes, seconds, table, times } from './measure/words.js';

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function backup(ground) {
  const { quick, log } = ground;
  const size = quick ? { rows: 50_000, files: 400 } : { rows: 500_000, files: 9_600 };
  const { site, servers } = await ground.site(1);
  const [server] = servers;
  log('  induk apply makes an app with backups …');
  await makeApp(site, server);
  await fillApp(server, size);
  // It saves the database's log all the time: no part of a set, and its vault is emptied here.
  await inside(server, ['docker', 'stop', follower]);
  const contest = await openContest(server);
  await contest.makeCopy();

  log('  first sets …');
  const fresh = (/** @type {'bare' | 'induk' | 'usual'} */ name) => async () => {
    await contest.forget();
    return contest[name]();
  };
  const [runs, few] = quick ? [1, 1] : [3, 3];
  const first = await rounds(
    few,
    { bare: fresh('bare'), induk: fresh('induk'), usual: fresh('usual') },
    { log },
  );
  const latency = await latencyOf(server, contest, log);
  const own = /^(?:[^\0]*\/)?node\0.*(create)\0/;
  const memory = await memoryOf(server, own, fresh('induk'));
  await contest.usual();
  await contest.bare();
  log('  nothing changed …');
  const made = await contest.induk();
  const unchanged = await rounds(
    runs,
    { bare: contest.bare, induk: contest.induk },
    { log, warmUp: false },
  );
  log('  the way back …');
  /** @type {number[]} */
  const proofs = [];
  const back = await rounds(
    few,
    {
      bare: contest.bareBack,
      usual: contest.usualBack,
      induk: async () => {
        const cost = await contest.indukBack();
        proofs.push(cost.proof);
        return cost;
      },
    },
    { log, warmUp: false },
  );
  const drill = await contest.drill();
  log('  1 % of changes …');
  const growth = await growthOf(server, contest, size.rows);
  const found = { size, made, first, unchanged, back, proof: median(proofs), drill };
  return {
    title: 'Backups',
    text: text({ ...found, memory, growth, latency }),
    targets: [
      atMost('First set against restic', first.induk.wall / first.bare.wall, 1.1, times),
      atMost(
        'Set without changes against restic',
        unchanged.induk.wall / unchanged.bare.wall,
        1.3,
        times,
      ),
      atMost('Bringing back against restic', back.induk.wall / back.bare.wall, 1.15, times),
      atMost(
        "Memory of induk's process in a worker, resident, at its peak",
        memory.peaks.reduce((sum, peak) => sum + peak, 0),
        150e6,
        megabytes,
      ),
      atMost(
        'p99 of the app while it is backed up, against idle',
        latency.induk.p99 / latency.idle.p99,
        1.5,
        times,
      ),
      exactly('Requests that failed meanwhile', latency.induk.failed, 0),
    ],
  };
}

function text({ size, made, first, unchanged, back, proof, drill, memory, growth, latency }) {
  const gigabytes = made.bytes / 1e9;
  const compared = (name, { bare, induk, usual }) => [
    ...(usual === undefined ? [] : [[`${name}: restic alone, usual dump`, usual, bare]]),
    [`${name}: restic alone`, bare, bare],
    [`${name}: induk`, induk, bare],
  ];
  const rows = [
    ...compared('first set', first),
    ...compared('nothing changed', unchanged),
    ...compared('brought back', back),
  ].map(([name, figure, floor]) => [
    name,
    seconds(figure.wall),
    `${seconds(figure.min)} – ${seconds(figure.max)}`,
    times(figure.wall / floor.wall),
    String(figure.runs),
  ]);
  return [
    `An app in PHP with a MariaDB database of ${size.rows.toLocaleString('en-US')} rows and ${size.files.toLocaleString('en-US')} files of 64 KB, ${gigabytes.toFixed(2)} GB in all as induk reads it, half of the files without any pattern; the vault is a folder of the server. *restic alone* is what a careful script does in the same container image, with the same share of the processor: \`mariadb-dump\` into \`restic backup --stdin-from-command\`, then \`restic backup\` of the files; back, \`restic dump\` into the client and \`restic restore\`. It dumps as induk does, a statement for each row, so that both store the same bytes; with mariadb-dump's *usual dump*, which is faster and deduplicates badly (below), it has a line of its own. induk does that and takes the digests of every table and file, writes the manifest, and compares; it runs as its timer runs it, its container started each time. The follower that saves the database's log all day is stopped meanwhile.`,
    table(['', 'wall', 'fastest – slowest', 'ratio', 'runs'], rows),
    `- *Brought back* is every table and file at its place again, as restic alone does it. The proof that follows, which restic alone does not give (every row and file read back and compared with the manifest's digests), takes ${seconds(proof)} more.`,
    `- A drill, from the vault to the app's pages, took ${seconds(drill.seconds.total)} (files ${seconds(drill.seconds.files)}, database ${seconds(drill.seconds.database)}, start ${seconds(drill.seconds.start)}): ${seconds(drill.seconds.total / (drill.bytes / 1e9))} a GB at this size.`,
    `- Memory of induk's process in the worker at its peak: ${memory.peaks.map(megabytes).join(' and ')}. restic's own comes on top.`,
    latencyTable(latency),
    'Every page reads a row of the database that is dumped. Processor and disk are those of the visitors, the vault and the proxy, too.',
    growthTable(growth),
    'Each way to write the dump has a repository of its own. A statement with many rows ends where the rows before it end it, so that one longer row moves every border after it; a statement for each row lets restic find again what did not change, and induk joins the statements again when it loads them. Nothing helps against changes all over a table: restic keeps pieces of about a megabyte, and each has one.',
  ].join('\n\n');
}
