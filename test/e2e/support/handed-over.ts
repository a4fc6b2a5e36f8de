/** Archives and dumps that nobody should import. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pack } from 'tar-stream';
import type { Site } from './site.js';

const dump = (body: string, end = '-- Dump completed on 2026-11-22 10:00:00\n'): string =>
  `-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: retribusi
-- Server version	10.11.6-MariaDB-0+deb12u1

/*!40101 SET NAMES utf8mb4 */;
${body}
${end}`;

const table = (column: string): string => `CREATE TABLE \`buku\` (\n  \`id\` ${column}\n);\n`;

/** Name → dump, for the trap app on MariaDB 10.11. */
const dumps = {
  good: dump(table('int(11)')),
  'a definer': dump(
    `${table('int(11)')}/*!50003 CREATE*/ /*!50017 DEFINER=\`pembuat\`@\`localhost\`*/ /*!50003 TRIGGER \`ai\` AFTER INSERT ON \`buku\` FOR EACH ROW SET @a = 1 */;\n`,
  ),
  cut: dump(table('int(11)'), ''),
  'several databases': dump(
    `CREATE DATABASE \`retribusi\`;\nUSE \`retribusi\`;\n${table('int(11)')}USE \`situs\`;\n`,
  ),
  'an unknown collation': dump(table('text COLLATE utf8mb4_0900_ai_ci')),
  'a statement of no dump': dump(`${table('int(11)')}GRANT ALL ON *.* TO x;\n`),
  damaged: Buffer.from('1f8b0800deadbeef0000', 'hex'),
};

export type HandedDump = keyof typeof dumps;

/** Arguments of an import of the trap app; the archive is of one page, or climbs out of its folder. */
export async function handedOver(
  { root }: Site,
  kind: HandedDump,
  climbs = false,
): Promise<string[]> {
  const folder = join(dirname(root), 'diserahkan');
  mkdirSync(folder, { recursive: true });
  const tar = pack();
  tar.entry({ name: 'retribusi/', type: 'directory' });
  tar.entry({ name: 'retribusi/index.php' }, '<?php echo 1;\n');
  if (climbs) tar.entry({ name: 'retribusi/../../../etc/cron.d/jahat' }, '* * * * * root true\n');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const files = join(folder, 'retribusi.tar');
  const database = join(folder, kind === 'damaged' ? 'retribusi.sql.gz' : 'retribusi.sql');
  writeFileSync(files, Buffer.concat(chunks));
  writeFileSync(database, dumps[kind]);
  return ['--files', files, '--database', database];
}
