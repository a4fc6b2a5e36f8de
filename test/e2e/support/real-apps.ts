/** Apps as agencies have them on their old hosts, and how somebody writes into each. */
import { inside } from '../../lab/faults.js';
import type { LegacyKind } from '../../lab/legacy/image.js';
import type { LegacyHost } from '../../lab/legacy/legacy.js';
import { type Answer, ask, type RequestOptions } from './http.js';
import { vouchedCertificate } from './moving.js';

export interface RealApp {
  kind: LegacyKind;
  /** Name in the inventory, below the agency `kota`. */
  name: string;
  domain: string;
  method: 'follow' | 'dump';
  database: 'mariadb' | 'postgres';
  /** Name of its database. */
  schema: string;
  /** Its people see the old host without TLS. */
  plain: boolean;
  /** Pages that must stay as they are, whoever answers. */
  pages: string[];
  /** What the switch tries to write, as a form of no fields sent there. */
  check?: string;
  /** Writes once, as a visitor of the old address. @returns what was acknowledged */
  write: (ask: Asking, number: number) => Promise<string | undefined>;
  /** SQL: all that was written so, one a row. */
  written: string;
  /** What its agency does on the old host before the move. */
  before?: (old: LegacyHost) => Promise<void>;
}

export type Asking = (path: string, options?: RequestOptions) => Promise<Answer>;

/** Asks an app at its old address, as its people do. */
export const asking =
  ({ domain, plain }: Pick<RealApp, 'domain' | 'plain'>, address: string): Asking =>
  (path, options = {}) =>
    ask(address, domain, path, { plain, timeout: 20_000, ...options });

const onHost = async (old: LegacyHost, script: string): Promise<void> =>
  void (await inside(old, ['sh', '-c', script]));

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Its own way in for programs; a private note pings nobody. */
const wordpressNote = (title: string): string => {
  const text = (value: string): string => `<value><string>${value}</string></value>`;
  const member = ([name, value]: string[]): string =>
    `<member><name>${name}</name>${text(value as string)}</member>`;
  const fields = [
    ['post_title', title],
    ['post_status', 'private'],
  ];
  const values = [
    ...['1', 'admin', 'sandi-admin-situs'].map(text),
    `<value><struct>${fields.map(member).join('')}</struct></value>`,
  ];
  const params = values.map((value) => `<param>${value}</param>`).join('');
  return `<?xml version="1.0"?><methodCall><methodName>wp.newPost</methodName><params>${params}</params></methodCall>`;
};

export const situs: RealApp = {
  kind: 'bookworm',
  name: 'situs',
  domain: 'situs.kota.test',
  method: 'follow',
  database: 'mariadb',
  schema: 'situs',
  plain: true,
  pages: [
    ...['/', '/2021/halo-dunia/', '/tentang/', '/wp-login.php'],
    '/wp-content/uploads/2021/03/foto%20kegiatan%20(2).png',
  ],
  write: async (ask, number) => {
    const title = `catatan-${number}`;
    const headers = { 'Content-Type': 'text/xml' };
    const body = wordpressNote(title);
    const answer = await ask('/xmlrpc.php', { method: 'POST', headers, body });
    return /<value>\s*<string>\d+<\/string>/.test(answer.body) ? title : undefined;
  },
  written: `SELECT post_title FROM wpk_posts
    WHERE post_title LIKE 'catatan-%' AND post_type = 'post'`,
};

export const wiki: RealApp = {
  kind: 'mediawiki',
  name: 'wiki',
  domain: 'wiki.kota.test',
  method: 'dump',
  database: 'postgres',
  schema: 'wikidb',
  plain: true,
  pages: [
    '/index.php/Halaman_Utama',
    '/index.php/Kota_Contoh',
    '/index.php/Berkas:Lambang_kota.png',
  ],
  write: async (ask, number) => {
    const title = `Catatan-${number}`;
    const fields = { action: 'edit', format: 'json', createonly: '1', title, text: title };
    const body = `${new URLSearchParams({ ...fields, token: '+\\' })}`;
    const answer = await ask('/api.php', { method: 'POST', headers: form, body });
    return answer.body.includes('"result":"Success"') ? title : undefined;
  },
  written: "SELECT page_title FROM mediawiki.page WHERE page_title LIKE 'Catatan-%'",
  // A stranger may write eight times a minute, which its people may change.
  before: (old) => onHost(old, "echo '$wgRateLimits = [];' >> /var/www/wiki/LocalSettings.php"),
};

export const antrian: RealApp = {
  kind: 'nginx',
  name: 'antrian',
  domain: 'antrian.kota.test',
  method: 'follow',
  database: 'mariadb',
  schema: 'antrian',
  plain: false,
  // Its first page counts what is written meanwhile.
  pages: ['/storage/tiket-1.pdf'],
  write: async (ask) => {
    const { status, body } = await ask('/', { method: 'POST' });
    return status === 200 ? /^nomor (\d+)$/m.exec(body)?.[1] : undefined;
  },
  written: 'SELECT no FROM antrian',
  before: (old) => vouchedCertificate(old, 'antrian.kota.test', 'nginx'),
};

/** Another app shares its document root: first it is given a name of its own. */
const ownName = `
cat > /etc/apache2/sites-available/simpeg.conf <<'CONF'
<VirtualHost *:80>
	ServerName simpeg.kota.test
	DocumentRoot /var/www/html/simpeg
	CustomLog \${APACHE_LOG_DIR}/simpeg.log combined
</VirtualHost>
CONF
a2ensite -q simpeg && systemctl reload apache2`;

export const simpeg: RealApp = {
  kind: 'bullseye',
  name: 'simpeg',
  domain: 'simpeg.kota.test',
  method: 'dump',
  database: 'mariadb',
  schema: 'db_simpeg',
  plain: true,
  pages: ['/', '/index.php/beranda', '/upload/sk-001.pdf'],
  check: '/index.php/tambah?nip=800000000000000001&nama=Uji',
  write: async (ask, number) => {
    const nip = `9${`${number}`.padStart(17, '0')}`;
    const path = `/index.php/tambah?nip=${nip}&nama=Baru`;
    const { status, body } = await ask(path, { method: 'POST' });
    return status === 200 && body.includes(nip) ? nip : undefined;
  },
  written: "SELECT nip FROM pegawai WHERE nip LIKE '9%'",
  before: (old) => onHost(old, ownName),
};
