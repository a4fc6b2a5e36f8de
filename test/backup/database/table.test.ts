import { expect, it } from 'vitest';
import { mariadbTable } from '../../../src/backup/database/table.js';

/** As mariadb-dump writes it, shortened. */
const dump = `/*M!999999\\- enable the sandbox mode */ 
-- MariaDB dump 10.19
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;

--
-- Table structure for table \`tiket\`
--

DROP TABLE IF EXISTS \`tiket\`;
CREATE TABLE \`tiket\` (
  \`id\` int(11) NOT NULL
);

--
-- Dumping data for table \`tiket\`
--

INSERT INTO \`tiket\` VALUES (1);
INSERT INTO \`tiket\` VALUES (2,'-- Table structure for table \`warga\`\\n');
DELIMITER ;;
CREATE TRIGGER catat BEFORE INSERT ON tiket FOR EACH ROW BEGIN
-- Table structure for table \`palsu\`
END */;;
DELIMITER ;

--
-- Temporary table structure for view \`lihat\`
--

--
-- Table structure for table \`war\`\`ga\`
--

CREATE TABLE \`war\`\`ga\` (\`id\` int);

--
-- Dumping routines for database 'parkir'
--
DELIMITER ;;
CREATE PROCEDURE x()
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
;;
DELIMITER ;

--
-- Final view structure for view \`lihat\`
--

/*!50001 CREATE VIEW \`lihat\` AS SELECT 1 */;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

-- Dump completed
`;

async function tableOf(name: string, size = 7): Promise<string> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < dump.length; at += size) yield Buffer.from(dump.slice(at, at + size));
  }
  const out: Buffer[] = [];
  for await (const line of mariadbTable(chunks(), name)) out.push(line);
  return Buffer.concat(out).toString();
}

it('takes a table, its rows and its triggers out of a dump, wherever the stream is cut', async () => {
  const text = await tableOf('tiket');
  const from = dump.indexOf('-- Table structure for table `tiket`');
  const to = dump.indexOf('-- Temporary table structure');
  const end = dump.lastIndexOf('/*!40103 SET TIME_ZONE');
  expect(text).toBe(dump.slice(0, from) + dump.slice(from, to) + dump.slice(end));
  for (const size of [1, 64, 100_000]) expect(await tableOf('tiket', size)).toBe(text);
});

it('knows quoted names, and views', async () => {
  const quoted = await tableOf('war`ga');
  expect(quoted).toContain('CREATE TABLE `war``ga`');
  expect(quoted).not.toContain('PROCEDURE');
  const view = await tableOf('lihat');
  expect(view).toContain('CREATE VIEW');
  expect(view).not.toContain('INSERT');
  expect(view).toContain('-- Dump completed');
});
