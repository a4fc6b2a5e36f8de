import { askInside } from '../database/container.js';
import { mariadbQuery } from '../database/mariadb.js';
import type { Repository } from '../repository/repository.js';
import { BinlogReader, binlogName } from './binlog.js';
import { filesOf, type Span } from './coverage.js';
import type { Replayed } from './replay.js';

/** On the database's own volume: it has room for what it is to become. */
const folder = '/var/lib/mysql/replay';

/**
 * Brings a MariaDB, loaded with a set's dump, from the dump's position to just before an
 * instant. What it is given are whole events; that alone is replayed which began before.
 */
export async function replayBinlog(
  repository: Repository,
  { container, span, at }: { container: string; span: Span; at: Date },
  say: (message: string) => void,
): Promise<Replayed> {
  const { position } = span.base;
  const done: Replayed & { transactions: number } = { transactions: 0, bytes: 0 };
  const names: string[] = [];
  let end = 0;
  try {
    await askInside(container, ['sh', '-c', `rm -rf ${folder}; mkdir ${folder}`]);
    for (const { file, snapshot } of filesOf(span)) {
      const name = binlogName(file);
      say(`log: ${name}`);
      const start = file === position.file ? position.offset : 0;
      const reader = new BinlogReader(file, start, Math.floor(at.getTime() / 1000));
      const content = wholeEvents(reader, repository.dump(snapshot, `/${name}`));
      await askInside(container, ['sh', '-c', `cat > ${folder}/${name}`], content);
      const report = reader.finish();
      names.push(name);
      end = report.end;
      done.transactions += report.transactions;
      done.bytes += report.end;
      if (report.lastAt !== undefined) done.lastAt = new Date(report.lastAt * 1000).toISOString();
      if (report.stopped) break;
    }
    if (done.transactions > 0) await feed(container, names, position.offset, end);
    return done;
  } finally {
    await askInside(container, ['rm', '-rf', folder]).catch(() => undefined);
  }
}

/** Events up to where the reader stops; then the rest of the file is not asked for. */
async function* wholeEvents(
  reader: BinlogReader,
  content: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    yield reader.read(chunk);
    if (reader.report.stopped) return;
  }
}

/** One session for all files: what one of them sets holds for the next. */
async function feed(container: string, names: string[], start: number, end: number) {
  const binlog = `mariadb-binlog --no-defaults --verify-binlog-checksum`;
  const client = `mariadb --binary-mode --max-allowed-packet=1G`;
  // Rows come as text, a third longer than they are.
  const before = await packetLimit(container);
  await mariadbQuery(container, 'SET GLOBAL max_allowed_packet = 1073741824;');
  try {
    const script = `set -o pipefail; cd ${folder}
      ${binlog} --start-position="$1" --stop-position="$2" "\${@:3}" | ${client}`;
    const argv = ['bash', '-c', script, 'replay', `${Math.max(start, 4)}`, `${end}`, ...names];
    await askInside(container, argv);
  } finally {
    await mariadbQuery(container, `SET GLOBAL max_allowed_packet = ${before};`);
  }
}

async function packetLimit(container: string): Promise<string> {
  return (await mariadbQuery(container, 'SELECT @@GLOBAL.max_allowed_packet;')).trim();
}
