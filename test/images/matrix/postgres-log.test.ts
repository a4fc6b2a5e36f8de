import { proveLog } from '../../backup/log/proof.js';

const onward = 'CREATE TABLE lagi (); DROP TABLE lagi; SELECT pg_switch_wal();';

proveLog({
  kind: 'postgres',
  release: 'bullseye',
  data: '/var/lib/postgresql/data',
  settling: 1,
  rotate: onward.repeat(2),
  lose: () => `SELECT pg_drop_replication_slot('induk_log'); ${onward.repeat(4)} CHECKPOINT;`,
});
