import { askInside } from '../database/container.js';
import { emptyDatabase } from '../database/empty.js';
import { roleStatements } from '../database/postgres.js';
import type { DatabasePart } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { baseFile } from './base.js';
import { filesOf, type Span } from './coverage.js';
import { timelineOf, walName } from './postgres-source.js';
import type { Replayed } from './replay.js';

/** On the database's own volume: it has room for what it is to become. */
const folder = '/var/lib/postgresql/data/replay';

/** A second server in the same container, reached over a socket of its own. */
const second = ['env', `PGHOST=${folder}`, 'PGPORT=5433'];

/**
 * Brings a PostgreSQL to just before an instant. A log can only be replayed on a copy of the
 * server's files: that is done by a second server in the same container, of the same version by
 * nature, whose database is then moved over, so that the first keeps its own accounts and secrets.
 */
export async function replayWal(
  repository: Repository,
  { container, database, span, at }: WalReplay,
  say: (message: string) => void,
): Promise<Replayed> {
  const shell = (script: string, content?: AsyncIterable<Buffer>, ...args: string[]) =>
    askInside(
      container,
      ['bash', '-c', `set -e -o pipefail; ${script}`, 'replay', ...args],
      content,
    );
  try {
    await shell(`rm -rf ${folder}; mkdir -m 700 ${folder} ${folder}/pgdata ${folder}/wal`);
    say('log: the copy it begins with');
    await shell(`tar -x -C ${folder}/pgdata`, repository.dump(span.base.set, `/${baseFile}`));
    let bytes = 0;
    async function* counted(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of content) {
        bytes += chunk.length;
        yield chunk;
      }
    }
    for (const { file, snapshot } of filesOf(span)) {
      const name = walName(timelineOf(span.base.position.stream), file);
      say(`log: ${name}`);
      await shell(`cat > ${folder}/wal/${name}`, counted(repository.dump(snapshot, `/${name}`)));
    }
    await recover(shell, at);
    say('moving the database over');
    return { bytes, ...(await moveOver(container, database, shell)) };
  } finally {
    const stop = `pg_ctl -D ${folder}/pgdata -m fast stop || true; rm -rf ${folder}`;
    await shell(stop).catch(() => undefined);
  }
}

export interface WalReplay {
  container: string;
  database: Pick<DatabasePart, 'name' | 'user'>;
  span: Span;
  at: Date;
}

type Shell = (
  script: string,
  content?: AsyncIterable<Buffer>,
  ...args: string[]
) => Promise<string>;

/**
 * Where the log ends before the instant, which the server takes for a failure, all of it is
 * wanted: that nothing is missing between its end and the instant was found before.
 */
async function recover(shell: Shell, at: Date): Promise<void> {
  const settings = (target: string): string => `cat > ${folder}/pgdata/postgresql.auto.conf << 'END'
restore_command = 'cp ${folder}/wal/%f %p'
hot_standby = off
${target}
END
`;
  const target = `recovery_target_time = '${at.toISOString().replace('T', ' ').replace('Z', '+00')}'
recovery_target_inclusive = off
recovery_target_action = promote`;
  const options = `-c listen_addresses= -c unix_socket_directories=${folder} -c port=5433
    -c unix_socket_permissions=0700 -c shared_buffers=32MB -c fsync=off -c archive_mode=off
    -c dynamic_shared_memory_type=mmap`.replace(/\s+/g, ' ');
  // pg_ctl calls a server started that has begun to recover; only connections tell that it has.
  await shell(`start() {
  pg_ctl -D ${folder}/pgdata -l ${folder}/server.log -t 86400 -w -o '${options}' start || return 1
  until ${second.join(' ')} pg_isready --quiet; do
    pg_ctl -D ${folder}/pgdata status || return 1
    sleep 0.2
  done
}
touch ${folder}/pgdata/recovery.signal
${settings(target)}
if ! start > /dev/null; then
  grep -q 'recovery ended before configured recovery target was reached' ${folder}/server.log || {
    tail -20 ${folder}/server.log >&2; exit 1; }
  ${settings('').trimEnd()}
  start > /dev/null || { tail -20 ${folder}/server.log >&2; exit 1; }
fi`);
}

async function moveOver(
  container: string,
  { name, user }: Pick<DatabasePart, 'name' | 'user'>,
  shell: Shell,
): Promise<Pick<Replayed, 'lastAt'>> {
  const roles = await askInside(container, [...second, 'pg_dumpall', '--roles-only']);
  await emptyDatabase({ kind: 'postgres', container, name, user });
  const psql = ['psql', '-X', '--quiet', '--set=ON_ERROR_STOP=1', '-d', 'postgres'];
  await askInside(container, psql, roleStatements(roles, user).join('\n'));
  const from = `${second.join(' ')} pg_dump --format=custom --compress=0 --dbname="$1"`;
  const to = `pg_restore --single-transaction --exit-on-error --dbname="$1"`;
  await shell(`${from} | ${to}`, undefined, name);
  const log = `grep -o 'last completed transaction was at log time .*' ${folder}/server.log || true`;
  const at = Date.parse(
    (await shell(log))
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^.*log time /, '') ?? '',
  );
  return Number.isNaN(at) ? {} : { lastAt: new Date(at).toISOString() };
}
