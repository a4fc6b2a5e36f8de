import { describe, expect, it } from 'vitest';
import { replaceApacheHosts } from '../../../src/migrate/host/apache.js';
import { holdJobs } from '../../../src/migrate/host/crontab.js';
import { replaceNginxServers } from '../../../src/migrate/host/nginx.js';

const held = { kind: 'held', seconds: 30 } as const;
const forward = { kind: 'forward', to: 'https://10.0.0.1:443', authorities: '/a/ca.pem' } as const;

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
      ['parkir.go.id'],
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
    const { text, count } = replaceApacheHosts(own, ['www.parkir.go.id'], forward, '/m');
    expect(count).toBe(1);
    expect(text).toContain('ProxyPass "/" "https://10.0.0.1:443/"');
    expect(text).toContain('ServerAlias \\\n    www.parkir.go.id');
    expect(text).toContain('SSLProxyVerify require');
    expect(text).toContain('RequestHeader setifempty X-Forwarded-Proto');
    expect(text).toContain('SSLProxyCACertificateFile "/a/ca.pem"');
  });

  it('leaves a file without the name as it is', () => {
    expect(replaceApacheHosts(own, ['kir.go.id'], held, '/m')).toEqual({ text: own, count: 0 });
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
    const { text, count } = replaceNginxServers(`${other}${own}${other}`, ['parkir.go.id'], held);
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
    const { text, count } = replaceNginxServers(`http {\n${own}}\n`, ['www.parkir.go.id'], forward);
    expect(count).toBe(1);
    expect(text).toContain('proxy_pass https://10.0.0.1:443;');
  });

  it('leaves a file without the name as it is', () => {
    expect(replaceNginxServers(own, ['kir.go.id'], held)).toEqual({ text: own, count: 0 });
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
