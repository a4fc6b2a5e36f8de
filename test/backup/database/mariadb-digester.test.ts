import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DumpReport } from '../../../src/backup/database/digest.js';
import { MariadbDigester } from '../../../src/backup/database/mariadb-digester.js';

const trigger = `DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`uji\`@\`%\`*/ /*!50003 TRIGGER t BEFORE INSERT ON warga
FOR EACH ROW BEGIN
-- Dumping data for table \`palsu\`
INSERT INTO jejak VALUES (1);
(2)
END */;;
DELIMITER ;
`;

const title = (text: string): string => `\n--\n-- ${text}\n--\n\n`;

/** A dump as version 11.8 writes it, each row in a statement. */
function dump({ rows = ["(1,'Siti')", "(2,'Budi\\n(3,\\')')"], body = trigger, end = true } = {}) {
  return [
    '/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19-11.8.6-MariaDB\n',
    title('Sequence structure for `urut`'),
    'CREATE SEQUENCE `urut` start with 1;\nDO SETVAL(`urut`, 7, 0);\n',
    title('Table structure for table `warga`'),
    'DROP TABLE IF EXISTS `warga`;\nCREATE TABLE `warga` (\n  `id` int(11) NOT NULL\n) ENGINE=InnoDB;\n',
    title('Dumping data for table `warga`'),
    'LOCK TABLES `warga` WRITE;\n',
    `${rows.map((row) => `INSERT INTO \`warga\` VALUES ${row};\n`).join('')}UNLOCK TABLES;\n`,
    "/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES' */ ;\n",
    body,
    title('Temporary table structure for view `v`'),
    'SET @saved_cs_client     = @@character_set_client;\n/*!50001 CREATE VIEW `v` AS SELECT\n 1 AS `id` */;\n',
    title('Final view structure for view `v`'),
    '/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`uji`@`%` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 AS `id` */;\n',
    end ? '\n-- Dump completed\n' : '',
  ].join('');
}

function digest(text: string, cuts: number[] = []): DumpReport {
  const bytes = Buffer.from(text);
  const digester = new MariadbDigester();
  const places = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  for (const [index, end] of places.entries()) {
    // Each chunk is overwritten after it was read, as a stream's buffers are.
    const chunk = Buffer.from(bytes.subarray(places[index - 1] ?? 0, end));
    digester.write(chunk);
  }
  return digester.finish();
}

describe('the digests of a MariaDB dump', () => {
  const report = digest(dump());

  it('counts rows, objects and bytes', () => {
    expect(report.bytes).toBe(Buffer.byteLength(dump()));
    expect(report.tables).toMatchObject({
      warga: { engine: 'InnoDB', rows: 2 },
      v: { rows: -1 },
    });
    expect(Object.keys(report.tables)).toEqual(['v', 'warga']);
    expect(report.objects).toMatchObject({
      sequence: { count: 1 },
      'sequence value': { count: 1 },
      trigger: { count: 1 },
    });
  });

  it('are the same wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (cuts) => {
        expect(digest(dump(), cuts)).toEqual(report);
      }),
    );
  });

  it.each([
    ['a row', dump({ rows: ["(1,'Siti')", "(2,'Budi')"] }), 'warga'],
    ['the order of rows', dump({ rows: ["(2,'Budi\\n(3,\\')')", "(1,'Siti')"] }), 'warga'],
    ['a column', dump().replace('int(11)', 'bigint(20)'), 'warga'],
    ['a view', dump().replace('select 1 AS', 'select 2 AS'), 'v'],
  ])('differ by %s', (_, text, table) => {
    expect(digest(text).tables[table]?.digest).not.toBe(report.tables[table]?.digest);
  });

  it.each([
    ['the body of a trigger', dump({ body: trigger.replace('(2)', '(3)') })],
    ['its definer', dump({ body: trigger.replace('`uji`', '`root`') })],
    ['the mode it was made under', dump().replace("'STRICT_TRANS_TABLES'", "''")],
  ])('differ by %s', (_, text) => {
    expect(digest(text).objects.trigger).not.toEqual(report.objects.trigger);
  });

  it('do not differ by what the tool says around it', () => {
    const later = dump().replace('11.8.6', '11.8.9').replaceAll('LOCK TABLES', 'LOCK  TABLES');
    expect(digest(later).tables).toEqual(report.tables);
    const spaced = dump({ body: trigger.replace('END */', 'END \n*/') });
    expect(digest(spaced).objects).toEqual(report.objects);
  });

  it('refuse a dump that ended early', () => {
    const cut = fc.integer({ min: 1, max: dump({ end: false }).length });
    fc.assert(
      fc.property(cut, (length) => {
        expect(() => digest(dump().slice(0, length))).toThrow(/BAK031/);
      }),
    );
  });
});
