import { inside } from '../../test/lab/faults.js';

const folder = '/var/www/retribusi/berkas/bench';

/**
 * Rows in a table of their own, until the app's database has as many bytes of a dump.
 * @param {{container: string}} old @param {number} bytes
 */
export async function growDatabase(old, bytes) {
  const rows = Math.round(bytes / 256);
  await inside(old, ['mariadb', 'retribusi'], {
    input: `CREATE TABLE IF NOT EXISTS arsip (id INT PRIMARY KEY, nik CHAR(16), nama VARCHAR(80),
      alamat VARCHAR(200), catatan TEXT, KEY (nik));
    SELECT COALESCE(MAX(id), 0) + 1 INTO @first FROM arsip;
    INSERT INTO arsip SELECT seq, LPAD(seq * 7919, 16, '3'), CONCAT('Warga ', MD5(seq)),
      CONCAT('Jalan ', MD5(seq + 1), ' nomor ', seq % 300), SHA2(seq, 512)
      FROM seq_1_to_${rows} WHERE seq >= @first;`,
  });
}

/**
 * Files of 64 KB, half of which do not compress.
 * @param {{container: string}} old @param {number} count
 */
export async function addFiles(old, count) {
  const script = `mkdir -p "$1"; cd "$1"
    for i in $(seq 0 $(($2 / 2 - 1))); do
      head -c 65536 /dev/urandom > $i.jpg
      seq $((i * 9000)) $((i * 9000 + 9362)) > $i.txt
    done; chown -R www-data:www-data .; sync`;
  await inside(old, ['sh', '-ec', script, 'sh', folder, String(count)]);
}
