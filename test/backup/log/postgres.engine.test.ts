import { proveLog } from './proof.js';

const onward = 'CREATE TABLE lagi (); DROP TABLE lagi; SELECT pg_switch_wal();';

proveLog({
  kind: 'postgres',
  data: '/var/lib/postgresql/data',
  // What the log's files are fetched with while it is replayed.
  slow: `printf '#!/bin/sh\\nsleep 1; exec /bin/cp "$@"\\n' > /usr/local/bin/cp
    chmod 755 /usr/local/bin/cp`,
  settling: 1,
  rotate: onward.repeat(2),
  lose: () => `SELECT pg_drop_replication_slot('induk_log'); ${onward.repeat(4)} CHECKPOINT;`,
});
