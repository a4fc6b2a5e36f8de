import { expect, it } from 'vitest';
import { parseApache } from '../../../src/migrate/inspect/apache-config.js';

const main = 'IncludeOptional mods-enabled/*.load\nIncludeOptional sites-enabled/*.conf\n';

/** Virtual hosts of one file in sites-enabled, with others beside it. */
function sites(text: string, others: Record<string, string> = {}) {
  const files = {
    '/etc/apache2/apache2.conf': main,
    '/etc/apache2/envvars': 'export APACHE_LOG_DIR=/var/log/apache2$SUFFIX\n',
    '/etc/apache2/sites-enabled/a.conf': text,
    ...others,
  };
  return parseApache(new Map(Object.entries(files)));
}

it('reads names, docroot, log, certificate and PHP settings', () => {
  const { sites: found } = sites(`
    <VirtualHost *:443>
      ServerName Parkir.Contoh.go.id:443
      ServerAlias www.parkir.contoh.go.id parkir.local
      DocumentRoot "/var/www/parkir/public/"
      CustomLog \${APACHE_LOG_DIR}/parkir.log combined
      SSLCertificateFile /etc/ssl/parkir.crt
      SSLCertificateKeyFile /etc/ssl/parkir.key
      SSLCertificateChainFile /etc/ssl/rantai.crt
      php_admin_value upload_max_filesize 64M
    </VirtualHost>`);
  expect(found).toEqual([
    {
      server: 'apache',
      file: '/etc/apache2/sites-enabled/a.conf',
      names: ['parkir.contoh.go.id', 'www.parkir.contoh.go.id', 'parkir.local'],
      ports: [443],
      docroot: '/var/www/parkir/public',
      accessLog: '/var/log/apache2/parkir.log',
      certificate: '/etc/ssl/parkir.crt',
      certificateKey: '/etc/ssl/parkir.key',
      certificateChain: '/etc/ssl/rantai.crt',
      ini: { upload_max_filesize: '64M' },
      aliases: [],
      unresolved: [],
    },
  ]);
});

it('takes line ends of Windows, continued lines and comments', () => {
  const { sites: found } = sites(
    '<VirtualHost *:80>\r\n# DocumentRoot /no\r\nServerName a.id \\\r\n\r\nDocumentRoot \\\r\n /srv/a\r\n</VirtualHost>\r\n',
  );
  expect(found.map(({ names, docroot }) => [names, docroot])).toEqual([[['a.id'], '/srv/a']]);
});

it('follows includes and definitions', () => {
  const { sites: found } = sites('Define SITUS /srv/situs\nInclude /opt/vhosts/*.conf', {
    '/opt/vhosts/b.conf':
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Apache's own way to write a variable
      '<VirtualHost *:80>\nDocumentRoot ${SITUS}/www\nInclude /opt/potongan\n</VirtualHost>',
    '/opt/potongan': 'ServerName b.id',
  });
  expect(found[0]).toMatchObject({ docroot: '/srv/situs/www', names: ['b.id'] });
});

it('says which variable or macro it cannot resolve, and guesses nothing', () => {
  const { sites: found } = sites(`
    <Macro VHost $name>
      <VirtualHost *:80>
        DocumentRoot /srv/$name
      </VirtualHost>
    </Macro>
    <VirtualHost *:80>
      DocumentRoot \${DIMANA}/www
      Use VHost parkir
    </VirtualHost>`);
  expect(found).toHaveLength(1);
  expect(found[0]?.docroot).toBeUndefined();
  expect(found[0]?.unresolved).toEqual(['DIMANA', 'macro VHost']);
});

it.each([
  ['Redirect permanent / https://baru.id/', 'https://baru.id/'],
  ['RedirectMatch 301 ^/(.*)$ https://baru.id/$1', 'https://baru.id/$1'],
  ['RewriteRule ^(.*)$ https://baru.id$1 [R=301,L]', 'https://baru.id$1'],
  ['Redirect /lama https://baru.id/', undefined],
  ['RewriteRule ^lama/(.*)$ https://baru.id/$1 [R]', undefined],
  ['RewriteRule ^ index.php [L]', undefined],
])('knows whether %s sends everybody away', (line, target) => {
  const { sites: found } = sites(`<VirtualHost *:80>\n${line}\n</VirtualHost>`);
  expect(found[0]?.redirect).toBe(target);
});

it('finds the PHP of a socket of FPM and the modules that are on', () => {
  const { sites: found, modules } = sites(
    '<VirtualHost *:80>\n<FilesMatch \\.php$>\nSetHandler "proxy:unix:/run/php/php7.4-fpm.sock|fcgi://localhost"\n</FilesMatch>\n</VirtualHost>',
    { '/etc/apache2/mods-enabled/php8.2.load': 'LoadModule php_module libphp8.2.so' },
  );
  expect(found[0]?.phpVersion).toBe('7.4');
  expect(modules).toEqual(['php8.2']);
});
