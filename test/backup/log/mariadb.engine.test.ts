import { binlogName } from '../../../src/backup/log/binlog.js';
import { proveLog } from './proof.js';

proveLog({
  kind: 'mariadb',
  data: '/var/lib/mysql',
  settling: 0,
  rotate: 'FLUSH BINARY LOGS; FLUSH BINARY LOGS;',
  lose: (saved) =>
    `${'FLUSH BINARY LOGS;'.repeat(3)} PURGE BINARY LOGS TO '${binlogName(saved + 2)}';
     INSERT INTO buku VALUES (0, '');`,
});
