import { describe, expect, it } from 'vitest';
import { replaceApacheHosts } from '../../../src/migrate/host/apache.js';
import { holdJobs } from '../../../src/migrate/host/crontab.js';
import { replaceNginxServers } from '../../../src/migrate/host/nginx.js';

const held = { kind: 'held', seconds: 30 } as const;
const forward = {
  kind: 'forward',
  to: 'https://10.0.0.1:443',
  authorities: '/a/ca.pem',
  name: 'parkir.go.id',
} as const;

describe('replaceApacheHosts', () => {
  const other = '<VirtualHost *:80>\n\tServerName lain.go.id\n\tRewriteRule x y\n</VirtualHost>\n';
  const own = `# ServerName parkir.go.id
<virtualhost *:443>
  servername HTTPS://Parkir.go.id:443
  ServerAlias \\
    www.parkir.go.id
  DocumentRoot /var/www
  <Directory /var/www>
    AllowOverride All
  </Directory>
  SSLEngine on
  SSLCertificateFile "/etc/ssl/a.crt"
</VirtualHost>
`;

  it('replaces what the hosts of a name do, and nothing else', () => {
    const { text, count } = replaceApacheHosts(
      `${other}${own}`,
      { names: ['parkir.go.id'] },
      held,
      '/usr/lib/apache2/modules',
    );
    expect(count).toBe(1);
    expect(text).toContain(other);
    expect(text).toContain('SSLCertificateFile "/etc/ssl/a.crt"');
    expect(text).toMatch(/Redirect 503 "\/"\n<\/VirtualHost>/);
    expect(text).not.toMatch(/AllowOverride|DocumentRoot/);
  });

  it('finds a name in an alias on the next line, and forwards it', () => {
    const { text, count } = replaceApacheHosts(own, { names: ['www.parkir.go.id'] }, forward, '/m');
    expect(count).toBe(1);
    expect(text).toContain('ProxyPass "/" "https://10.0.0.1:443/"');
    expect(text).toContain('ServerAlias \\\n    www.parkir.go.id');
    expect(text).toContain('SSLProxyVerify require');
    expect(text).toContain('RequestHeader setifempty X-Forwarded-Proto');
    expect(text).toContain('SSLProxyCACertificateFile "/a/ca.pem"');
  });

  it('leaves a file without the name as it is', () => {
    expect(replaceApacheHosts(own, { names: ['kir.go.id'] }, held, '/m')).toEqual({
      ...{ text: own, count: 0, isNamed: false, answering: [] },
    });
  });

  const nameless = `<VirtualHost _default_:80>\n  DocumentRoot "\${WWW}/parkir/"\n</VirtualHost>\n`;
  const hosts = {
    names: ['parkir.go.id'],
    docroots: ['/var/www/parkir'],
    variables: new Map([['WWW', '/var/www']]),
  };

  it('holds a host without a name that shows the app’s folder', () => {
    const { text, count, isNamed, answering } = replaceApacheHosts(nameless, hosts, held, '/m');
    expect({ count, isNamed, answering }).toEqual({ count: 1, isNamed: false, answering: [] });
    expect(text).toMatch(/Redirect 503 "\/"\n<\/VirtualHost>/);
    expect(text).not.toContain('DocumentRoot');
  });

  it('sends visitors of a host that has none of the names to the app’s first', () => {
    const { text } = replaceApacheHosts(nameless, hosts, forward, '/m');
    expect(text).toContain('Redirect 307 "/" "http://parkir.go.id/"');
    expect(text).not.toContain('ProxyPass');
  });

  it('leaves a host of another folder below or beside it', () => {
    const others = ['/var/www/parkir/kir', '/var/www/parkir2', `\${LAIN}/parkir`]
      .map((folder) => `<VirtualHost *:80>\nDocumentRoot ${folder}\n</VirtualHost>\n`)
      .join('');
    expect(replaceApacheHosts(others, hosts, held, '/m').count).toBe(0);
  });

  it('says where the app’s names answer, by plain addresses and ports', () => {
    const block = (head: string, more: string) =>
      `<VirtualHost ${head}>\nServerName parkir.go.id\n${more}</VirtualHost>\n`;
    const text = `${block('*:80 [::]:80', '')}${block('10.0.0.7:443', 'SSLEngine on\n')}`;
    expect(replaceApacheHosts(text, hosts, held, '/m').answering).toEqual([
      { address: '', port: 80, tls: false, name: 'parkir.go.id' },
      { address: '10.0.0.7', port: 443, tls: true, name: 'parkir.go.id' },
    ]);
  });
});

describe('replaceNginxServers', () => {
  const other = 'server { listen 80; server_name lain.go.id; location / { return 200 "}#{"; } }\n';
  const own = `# server { server_name parkir.go.id; }
server {
    listen 443 ssl;
    server_name
        parkir.go.id www.parkir.go.id; # names
    ssl_certificate /etc/ssl/a.crt;
    include /etc/letsencrypt/options-ssl-nginx.conf;
    if ($host ~ "^www\\.(?<rest>.{1,5})") { return 301 https://$rest; }
    location ~ \\.php$ { include snippets/fastcgi-php.conf; }
}
`;

  it('replaces what the servers of a name do, and nothing else', () => {
    const { text, count } = replaceNginxServers(
      `${other}${own}${other}`,
      { names: ['parkir.go.id'] },
      held,
    );
    expect(count).toBe(1);
    expect(text.startsWith(`${other}# server { server_name parkir.go.id; }\nserver {\n`)).toBe(
      true,
    );
    expect(text.endsWith(`}\n${other}`)).toBe(true);
    expect(text).toContain('ssl_certificate /etc/ssl/a.crt;');
    expect(text).toContain('include /etc/letsencrypt/options-ssl-nginx.conf;');
    expect(text).toContain('add_header Retry-After 30 always;');
    expect(text).not.toMatch(/fastcgi|301/);
  });

  it('finds servers inside http, and forwards them', () => {
    const { text, count } = replaceNginxServers(
      `http {\n${own}}\n`,
      { names: ['www.parkir.go.id'] },
      forward,
    );
    expect(count).toBe(1);
    expect(text).toContain('proxy_pass https://10.0.0.1:443;');
  });

  it('leaves a file without the name as it is', () => {
    expect(replaceNginxServers(own, { names: ['kir.go.id'] }, held)).toEqual({
      ...{ text: own, count: 0, isNamed: false, answering: [] },
    });
  });

  const hosts = { names: ['parkir.go.id'], docroots: ['/srv/parkir/public'] };

  it.each([
    ['of its own', 'server { listen 80 default_server; server_name _; root /srv/parkir/public; }'],
    ['of a location', 'server { location / { root "/srv/parkir/public/"; try_files $uri =404; } }'],
  ])('holds a server without a name that shows the app’s folder: %s', (_, text) => {
    expect(replaceNginxServers(text, hosts, held)).toMatchObject({ count: 1, isNamed: false });
    expect(replaceNginxServers(text, hosts, forward).text).toContain(
      'return 307 http://parkir.go.id$request_uri;',
    );
  });

  it('says where the app’s names answer, by plain addresses and ports', () => {
    const text = `server { listen 8080; listen [::]:8080; listen 10.0.0.7:443 ssl; listen 81 proxy_protocol; server_name parkir.go.id; }
      server { server_name parkir.go.id; }`;
    expect(replaceNginxServers(text, hosts, held).answering).toEqual([
      { address: '', port: 8080, tls: false, name: 'parkir.go.id' },
      { address: '10.0.0.7', port: 443, tls: true, name: 'parkir.go.id' },
      { address: '', port: 80, tls: false, name: 'parkir.go.id' },
    ]);
  });
});

describe('holdJobs', () => {
  it('comments the jobs out and leaves every other byte', () => {
    const text =
      'MAILTO=a@b\n# php a.php\n*/5 * * * *\twww-data  php   a.php\n1 2 * * * root php b.php';
    expect(holdJobs(text, ['php a.php'])).toEqual({
      text: text.replace('*/5', '#induk-migrate# */5'),
      count: 1,
    });
  });
});
