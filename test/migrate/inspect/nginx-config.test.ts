import { expect, it } from 'vitest';
import { parseNginx } from '../../../src/migrate/inspect/nginx-config.js';

function sites(text: string, others: Record<string, string> = {}) {
  const files = {
    '/etc/nginx/nginx.conf':
      'user www-data;\nhttp {\n access_log /var/log/nginx/access.log;\n include sites-enabled/*;\n}\n',
    '/etc/nginx/sites-enabled/a': text,
    ...others,
  };
  return parseNginx(new Map(Object.entries(files))).sites;
}

it('reads a server with php-fpm, braces in quotes and comments', () => {
  const [site] = sites(`server {
    listen 443 ssl; listen [::]:443 ssl;
    server_name a.id www.a.id; # server_name no.id;
    root "/srv/a b/public/";
    ssl_certificate /etc/ssl/a.crt; ssl_certificate_key /etc/ssl/a.key;
    add_header X "{;}";
    location ~ \\.php$ { fastcgi_pass unix:/run/php/php8.1-fpm.sock;
      fastcgi_param PHP_VALUE "memory_limit=256M \\n post_max_size = 20M"; }
    location /berkas/ { alias /mnt/berkas/; }
  }`);
  expect(site).toEqual({
    server: 'nginx',
    file: '/etc/nginx/sites-enabled/a',
    names: ['a.id', 'www.a.id'],
    ports: [443, 443],
    docroot: '/srv/a b/public',
    accessLog: '/var/log/nginx/access.log',
    certificate: '/etc/ssl/a.crt',
    certificateKey: '/etc/ssl/a.key',
    phpVersion: '8.1',
    ini: { memory_limit: '256M', post_max_size: '20M' },
    aliases: [{ at: '/berkas/', folder: '/mnt/berkas/' }],
    unresolved: [],
  });
});

it('knows servers that only redirect, hand on or refuse', () => {
  const found = sites(`
    server { listen 80; server_name a.id; return 301 https://$host$request_uri; }
    server { server_name b.id; location / { proxy_pass http://127.0.0.1:3000; } }
    server { listen 80 default_server; server_name _; return 444; }`);
  expect(found.map(({ names, redirect, proxy }) => [names, redirect, proxy])).toEqual([
    [['a.id'], 'https://$host$request_uri', undefined],
    [['b.id'], undefined, 'http://127.0.0.1:3000'],
    [[], undefined, undefined],
  ]);
});

it('says that a root with a variable cannot be resolved', () => {
  const [site] = sites('server { root /srv/$host/www; }');
  expect([site?.docroot, site?.unresolved]).toEqual([undefined, ['/srv/$host/www']]);
});

it('follows includes, and does not follow one into itself for ever', () => {
  const [site] = sites('server { include /etc/nginx/umum.conf; }', {
    '/etc/nginx/umum.conf': 'root /srv/umum;\r\ninclude /etc/nginx/umum.conf;\r\n',
  });
  expect(site?.docroot).toBe('/srv/umum');
});

it.each(['server {', '}}}', 'server { root "', ''])('does not stumble over %j', (text) => {
  expect(() => sites(text)).not.toThrow();
});
