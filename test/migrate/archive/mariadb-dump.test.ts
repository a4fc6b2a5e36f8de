import { describe, expect, it } from 'vitest';
import { mariadb, readDump, refusal } from './dumps.js';

const table =
  'CREATE TABLE `warga` (`id` int, `nama` varchar(80), `foto` blob) COLLATE=utf8mb4_unicode_ci;';

const whole = mariadb(`
CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`parkir\` /*!40100 DEFAULT CHARACTER SET latin1 */;
USE \`parkir\`;
DROP TABLE IF EXISTS \`warga\`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
${table}
LOCK TABLES \`warga\` WRITE;
/*!40000 ALTER TABLE \`warga\` DISABLE KEYS */;
INSERT INTO \`warga\` VALUES (1,'Siti; \\'x\\' -- tidak',NULL),
(2,'dua''nya; DELIMITER',0x00FF27),(3,'(tiga)',_binary '\\0A');
/*!40000 ALTER TABLE \`warga\` ENABLE KEYS */;
UNLOCK TABLES;
/*!50003 SET sql_mode = 'STRICT_TRANS_TABLES' */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER catat BEFORE INSERT ON warga
FOR EACH ROW BEGIN SET NEW.nama = 'a;b'; -- it's; fine
SET @x = 1; END */;;
DELIMITER ;
/*!50106 CREATE*/ /*!50117 DEFINER=\`pembuat\`@\`%\`*/ /*!50106 EVENT \`bersih\` ON SCHEDULE EVERY 1 DAY DO DELETE FROM warga */;
/*!50001 CREATE TABLE \`lihat\` (\`id\` int) ENGINE=MyISAM */;
/*!50001 DROP TABLE IF EXISTS \`lihat\`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=\`root\`@\`localhost\` SQL SECURITY DEFINER */
/*!50001 VIEW \`lihat\` AS select 'DEFINER=\`x\`@\`y\`' AS \`id\` */;
ALTER DATABASE \`parkir\` CHARACTER SET latin1 COLLATE latin1_swedish_ci ;
SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a-1-2';
SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;
`);

describe('a dump of MariaDB', () => {
  it('tells what is in it, wherever it is cut into pieces', () => {
    const { facts, loaded } = readDump('mariadb', whole);
    expect(facts).toMatchObject({
      tool: 'MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)',
      from: '10.11.6-MariaDB-0+deb12u1',
      charset: 'utf8mb4',
      utc: true,
      databases: ['parkir'],
      definers: ['`pembuat`@`%`', '`root`@`localhost`'],
      collations: ['latin1_swedish_ci', 'utf8mb4_unicode_ci'],
      tables: { warga: { rows: 3, digest: expect.any(String) } },
      objects: { view: ['lihat'], trigger: ['catat'], event: ['bersih'] },
      dropped: { 'CREATE DATABASE': 1, USE: 1, 'SET GLOBAL': 2 },
    });
    for (const cut of [1, 2, 3, 7, 64]) {
      expect(readDump('mariadb', whole, { cut })).toEqual({ facts, loaded });
    }
  });

  it('is loaded without what is not the app’s own', () => {
    const { loaded } = readDump('mariadb', whole);
    expect(loaded).not.toMatch(/GTID|SQL_LOG_BIN|sandbox|CREATE DATABASE|\bUSE\b/);
    expect(loaded).not.toMatch(/DEFINER=`(?:root|pembuat)`/);
    expect(loaded).toContain("select 'DEFINER=`x`@`y`' AS `id`");
    expect(loaded).toContain('ALTER DATABASE  CHARACTER SET latin1');
    expect(loaded).toContain(`(1,'Siti; \\'x\\' -- tidak',NULL)`);
    expect(loaded).toContain("SET NEW.nama = 'a;b'; -- it's; fine\nSET @x = 1; END */;;\n");
    expect(readDump('mariadb', loaded.replace(/$/, '-- Dump completed')).facts.objects).toEqual(
      readDump('mariadb', whole).facts.objects,
    );
  });

  it('counts a row by its values, not by how they are written', () => {
    const digest = (rows: string): unknown =>
      readDump('mariadb', mariadb(`${table}\nINSERT INTO warga VALUES ${rows};`)).facts.tables
        .warga;
    const one = digest(`(1,'A',NULL),(2,'B\\n''',0x4100)`);
    expect(digest(`('2',"B\n'",_binary 'A\\0') , (1,X'41',null)`)).toEqual(one);
    expect(digest(`(1,b'01000001',NULL),(2,'B\\n\\'',x'4100')`)).toEqual(one);
    expect(digest(`(1,'A',''),(2,'B\\n''',0x4100)`)).not.toEqual(one);
    expect(digest(`(1,'A',NULL),(2,'B\\n''',0x4101)`)).not.toEqual(one);
    expect(digest(`(1,CONCAT('A'),NULL)`)).toEqual({ rows: 1 });
  });

  it('of phpMyAdmin ends with what it began with', () => {
    const text = `-- phpMyAdmin SQL Dump
SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
START TRANSACTION;
SET time_zone = "+00:00";
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
CREATE TABLE \`warga\` (
  \`id\` int(11) NOT NULL
) ENGINE=InnoDB;
INSERT INTO \`warga\` (\`id\`) VALUES
(1),
(2);
ALTER TABLE \`warga\` ADD PRIMARY KEY (\`id\`);
COMMIT;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
`;
    expect(readDump('mariadb', text).facts).toMatchObject({
      tables: { warga: { rows: 2, digest: expect.any(String) } },
      utc: true,
    });
    expect(readDump('mariadb', text).facts.tables.warga?.columns).toBeUndefined();
    const other = text.replace('(`id`) VALUES', '(`lain`, `id`) VALUES');
    expect(readDump('mariadb', other).facts.tables.warga?.columns).toBe('`lain`,`id`');
    const cut = text.indexOf('ALTER TABLE');
    expect(refusal('mariadb', text.slice(0, cut))[0]).toBe('MIG310');
  });

  it('of MySQL 8 is loaded without what only MySQL 8 knows', () => {
    const { loaded } = readDump(
      'mariadb',
      mariadb(`
/*!80000 SET SESSION information_schema_stats_expiry=0 */;
/*!80002 ANALYZE TABLE \`warga\` UPDATE HISTOGRAM ON \`id\` WITH 100 BUCKETS */;
SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a:1-2';`),
    );
    expect(loaded).not.toMatch(/stats_expiry|HISTOGRAM|GTID/);
  });

  it('may use another collation in the place of one that is unknown', () => {
    const text = mariadb(
      "CREATE TABLE a (b text COLLATE utf8mb4_0900_ai_ci COMMENT 'COLLATE utf8mb4_0900_as_cs');\nSET collation_connection = utf8mb4_0900_ai_ci;",
    );
    const maps = new Map([['utf8mb4_0900_ai_ci', 'utf8mb4_unicode_ci']]);
    const { facts, loaded } = readDump('mariadb', text, { maps });
    expect(facts.collations).toEqual(['utf8mb4_0900_ai_ci']);
    expect(loaded).toContain('b text COLLATE utf8mb4_unicode_ci');
    expect(loaded).toContain('collation_connection = utf8mb4_unicode_ci');
  });

  it.each([
    ['in a row', whole.indexOf("'(tiga)")],
    ['in a trigger', whole.indexOf('SET @x')],
    ['between two statements', whole.indexOf('UNLOCK TABLES')],
    ['before its last line', whole.indexOf('-- Dump completed')],
  ])('is not loaded when it was cut %s', (_where, at) => {
    expect(refusal('mariadb', whole.slice(0, at))[0]).toBe('MIG310');
  });

  it('is not taken for whole when nothing says where it ends', () => {
    expect(
      refusal('mariadb', `${table}\nINSERT INTO warga VALUES (1,'a',NULL);\nCOMMIT;\n`),
    ).toEqual(['MIG311', { line: 4 }]);
  });

  it.each([
    [
      "GRANT ALL PRIVILEGES ON *.* TO 'a'@'%' IDENTIFIED BY 'rahasia'",
      "GRANT ALL PRIVILEGES ON *.* TO '…",
    ],
    ['/*!50003 CREATE USER jahat */', '/*!50003 CREATE USER jahat */'],
    ['\\! touch /tmp/x', '\\! touch /tmp/x'],
    ['system touch /tmp/x', 'system touch /tmp/x'],
    ['SELECT 1 INTO OUTFILE "/tmp/x"', 'SELECT 1 INTO OUTFILE "…'],
    ["LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE warga", "LOAD DATA LOCAL INFILE '…"],
    ['SET PASSWORD = 1', 'SET PASSWORD = 1'],
    [
      "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'",
      "CREATE FUNCTION f RETURNS STRING SONAME '…",
    ],
    ['CALL p()', 'CALL p()'],
  ])('is refused with %s', (statement, told) => {
    expect(refusal('mariadb', mariadb(`${statement};`))).toEqual([
      'MIG312',
      { line: 11, statement: told },
    ]);
  });
});
