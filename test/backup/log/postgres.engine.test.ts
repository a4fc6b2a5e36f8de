import { proveLog } from './proof.js';

const onward = 'CREATE TABLE lagi (); DROP TABLE lagi; SELECT pg_switch_wal();';

proveLog({
  kind: 'postgres',
  data: '/var/lib/postgresql/data',
  settling: 1,
  rotate: onward.repeat(2),
  lose: () => `SELECT pg_drop_replication_slot('induk_log'); ${onward.repeat(4)} CHECKPOINT;`,
});
