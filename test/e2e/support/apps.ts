/** Three small apps, as sources and as the YAML of their agencies. */
import type { Site } from './site.js';

/** A page that writes a row and reads it, over the socket and over TCP, and says its version. */
const parkirPage = (version: number) => `<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
foreach (['localhost', '127.0.0.1'] as $host) {
    $db = new mysqli($host, getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
    $db->query('CREATE TABLE IF NOT EXISTS kunjungan (id INT PRIMARY KEY AUTO_INCREMENT, lewat VARCHAR(40))');
    $db->query("INSERT INTO kunjungan (lewat) VALUES ('$host')");
    $row = $db->query('SELECT lewat FROM kunjungan WHERE id = LAST_INSERT_ID()')->fetch_row();
    echo "lewat $row[0]\\n";
}
echo "parkir versi ${version}\\n";
`;

const antriDatabase = `const { Client } = require('pg');
module.exports = async (sql) => {
  const client = new Client({
    host: process.env.DB_SOCKET,
    database: process.env.DB_NAME,
    user: process.env.DB_USER,
    password: process.env.DB_PASSWORD,
  });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};
`;

const antriServer = `const http = require('node:http');
const query = require('./database.js');
const server = http.createServer(async (request, response) => {
  if (request.url === '/sehat') return response.end('sehat');
  try {
    const [{ n }] = await query('SELECT count(*)::int AS n FROM rilis');
    response.end('antri: ' + n + ' rilis, ragam ' + (process.env.RAGAM || '-') + '\\n');
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(process.env.PORT, () => console.log('antri mendengar'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

const antriRelease = `const query = require('./database.js');
(async () => {
  await query('CREATE TABLE IF NOT EXISTS rilis (saat timestamptz DEFAULT now())');
  await query('INSERT INTO rilis DEFAULT VALUES');
  console.log('rilis selesai');
})();
`;

export const brokenRelease = `console.error('skema rusak'); process.exit(9);\n`;

/** PHP with MariaDB: dishub/parkir. */
export function addParkir(site: Site, server: string): void {
  site.write(
    'opd/dishub.yaml',
    `opd: dishub
name: Dinas Perhubungan
type: dinas
apps:
  parkir:
    title: Aplikasi Parkir
    server: ${server}
    runtime: {php: "8.4", extensions: [mysql]}
    source: apps/parkir
    database: {mariadb: "11.8"}
    health: {path: /sehat.txt}
`,
  );
  site.source('parkir', { 'sehat.txt': 'sehat\n' });
  setParkir(site, 1);
}

export function setParkir(site: Site, version: number): void {
  site.source('parkir', { 'index.php': parkirPage(version) });
}

/** Node with PostgreSQL, a release command and a job that fails: disdukcapil/antri. */
export function addAntri(site: Site, server: string): void {
  site.write(
    'opd/disdukcapil.yaml',
    `opd: disdukcapil
name: Dinas Kependudukan dan Pencatatan Sipil
type: dinas
apps:
  antri:
    title: Antrian
    server: ${server}
    runtime: {node: "20", packages: [node-pg], start: node server.js}
    source: apps/antri
    database: {postgres: "17"}
    env: {RAGAM: satu}
    release: node release.js
    cron:
      - {name: gagal, at: "* * * * *", run: node gagal.js}
    health: {path: /sehat}
`,
  );
  site.source('antri', {
    'database.js': antriDatabase,
    'server.js': antriServer,
    'gagal.js': `console.error('tugas gagal'); process.exit(7);\n`,
  });
  mendAntri(site);
}

/** Puts the release command that works back. */
export function mendAntri(site: Site): void {
  site.source('antri', { 'release.js': antriRelease });
}

/** Files only, two replicas: kec-sukamaju/profil. */
export function addProfil(site: Site, server: string): void {
  site.write(
    'opd/kec-sukamaju.yaml',
    `opd: kec-sukamaju
name: Kecamatan Sukamaju
type: kecamatan
apps:
  profil:
    title: Profil Kecamatan
    server: ${server}
    runtime: {static: true}
    source: apps/profil
    replicas: 2
    health: {path: /}
`,
  );
  site.source('profil', { 'index.html': '<h1>Profil Kecamatan Sukamaju</h1>\n' });
}
