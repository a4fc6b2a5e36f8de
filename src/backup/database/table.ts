/** One table out of a dump, as SQL that loads into any database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../fault.js';
import type { DatabasePart } from '../model.js';

/** One table of a dump, by the image of its database where a program has to read it. */
export function tableOf(
  kind: DatabasePart['kind'],
  dump: AsyncIterable<Buffer>,
  table: string,
  image: string,
): AsyncGenerator<Buffer> {
  return kind === 'mariadb' ? mariadbTable(dump, table) : postgresTable(dump, table, image);
}

const newline = 0x0a;
/** Parts of a dump of one table or view; triggers follow the rows. */
const own =
  /^-- (?:Table structure for table|Dumping data for table|Final view structure for view) `(.*)`$/s;
const other =
  /^-- (?:Temporary table structure for view `|Sequence structure for `|Dumping events for database '|Dumping routines for database ')/;
/** The first of the lines that put back what the first lines have set. */
const ending = /^\/\*!40103 SET TIME_ZONE=@OLD_TIME_ZONE/;

/**
 * What a dump by mariadb-dump says of one table: how it is made, its rows, its triggers, between
 * the dump's own first and last lines.
 */
export async function* mariadbTable(
  dump: AsyncIterable<Buffer>,
  table: string,
): AsyncGenerator<Buffer> {
  const wanted = table.replaceAll('`', '``');
  let [takes, inBlock] = [true, false];
  for await (const line of linesOf(dump)) {
    const text = line[0] === 0x2d || line[0] === 0x2f || line[0] === 0x44 ? wordsOf(line) : '';
    if (inBlock) inBlock = text !== 'DELIMITER ;';
    else if (text === 'DELIMITER ;;') inBlock = true;
    else {
      const name = own.exec(text)?.[1];
      if (name !== undefined) takes = name === wanted;
      else if (other.test(text)) takes = false;
      else if (ending.test(text)) takes = true;
    }
    if (takes) yield line;
  }
}

const wordsOf = (line: Buffer): string => line.toString('utf8').replace(/\n$/, '');

/** Lines with their ends. */
async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  for await (const chunk of content) {
    let at = 0;
    for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, at)) {
      const piece = chunk.subarray(at, to + 1);
      yield kept.length === 0 ? piece : Buffer.concat([...kept, piece]);
      kept = [];
      at = to + 1;
    }
    if (at < chunk.length) kept.push(chunk.subarray(at));
  }
  if (kept.length > 0) yield Buffer.concat(kept);
}

/**
 * A table of an archive by pg_dump, its definition and its rows, by the pg_restore of an image.
 * @param table `<schema>.<name>`
 * @throws Fault BAK033
 */
export async function* postgresTable(
  archive: AsyncIterable<Buffer>,
  table: string,
  image: string,
): AsyncGenerator<Buffer> {
  const at = table.indexOf('.');
  const named = [`--schema=${table.slice(0, at)}`, `--table=${table.slice(at + 1)}`];
  const child = spawn(
    'docker',
    [
      ...['run', '--rm', '--interactive', '--network=none', '--entrypoint=pg_restore', image],
      ...[...named, '--file=-'],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let messages = '';
  child.stderr.on('data', (chunk: Buffer) => {
    messages = (messages + chunk.toString('utf8')).slice(-8192);
  });
  const ended = once(child, 'close');
  // It needs nothing after the last part it was asked for.
  const fed = pipeline(archive, child.stdin as Writable).catch((error: unknown) =>
    (error as NodeJS.ErrnoException).code === 'EPIPE' ? undefined : error,
  );
  try {
    yield* child.stdout as Readable as AsyncIterable<Buffer>;
    const [[code], broken] = await Promise.all([ended, fed]);
    if (broken instanceof Error && code === 0) throw broken;
    if (code !== 0) {
      const lines = messages.trim().split('\n');
      const args = { program: 'pg_restore', container: image, reason: lines.at(-1) ?? `${code}` };
      throw new Fault('BAK033', args, { logTail: lines.slice(-20) });
    }
  } finally {
    if (child.exitCode === null) child.kill();
  }
}
