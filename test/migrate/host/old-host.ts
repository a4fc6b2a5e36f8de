/** A real old host and what tests look at there. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../../src/server/connection.js';
import { connections } from '../../../src/server/pool.js';
import { legacyUp } from '../../lab/legacy/legacy.js';
import { labDown } from '../../lab/servers.js';

export class OldHost {
  private constructor(
    readonly lab: string,
    readonly container: string,
    private readonly pool: ReturnType<typeof connections>,
  ) {}

  static async up(
    kind: 'bookworm' | 'bullseye' | 'nginx' | 'mediawiki',
    user: 'root' | 'sudo' = 'root',
  ): Promise<OldHost> {
    const lab = `hold-${kind}-${process.pid}`;
    const host = await legacyUp({ name: lab, kind });
    const { address, port, keyFile, hostKey, users } = host;
    const server = { name: 'lama', address, port, user: users[user], key: keyFile, hostKey };
    const pool = connections({ servers: [{ ...server, role: 'manager' }] });
    return new OldHost(lab, host.container, pool);
  }

  shell(): Promise<Connection> {
    return this.pool.get('lama');
  }

  /** Runs a shell's words there as root. @returns what it printed */
  async run(script: string): Promise<string> {
    const shell = await this.shell();
    const { stdout } = await shell.exec(['sh', '-c', script], { sudo: true });
    return stdout.trim();
  }

  /** Status and, if there is one, Retry-After of a page. */
  page(name: string, path = '/', scheme: 'http' | 'https' = 'http'): Promise<string> {
    const port = scheme === 'http' ? 80 : 443;
    const format = '%{http_code} %header{retry-after}';
    return this.run(
      `curl -sk -o /dev/null -w '${format}' --resolve ${name}:${port}:127.0.0.1 ${scheme}://${name}${path}`,
    );
  }

  /**
   * Writes a page of an app and asks for it without waiting: what it answers is in `/tmp/APP`.
   * Resolves once the request is at work: the page makes `/tmp/mulai`, or something is sent to it.
   */
  async start(app: string, file: string, page: string, words = ''): Promise<void> {
    const name = `${app}.kota.test`;
    const path = `/var/www/${app}/${file}`;
    await this.run(`rm -f /tmp/mulai /tmp/systemd-private-*apache*/tmp/mulai /tmp/${app}
      cat > ${path} <<'END'\n${page}\nEND
      nohup curl -s ${words} --resolve ${name}:80:127.0.0.1 -o /tmp/${app} http://${name}/${file} \
        >/dev/null 2>&1 & echo`);
    const atWork =
      words === ''
        ? 'ls /tmp/systemd-private-*apache*/tmp/mulai /tmp/mulai 2>/dev/null; echo'
        : "find /proc/[0-9]*/fd -lname '*/php??????' 2>/dev/null; echo";
    await until(async () => (await this.run(atWork)) !== '');
  }

  /** Every file of /etc and every crontab: name, owner, mode, inode, times and content. */
  async configuration(): Promise<string[]> {
    const script = `cd / && find etc/apache2 etc/nginx etc/cron* etc/mysql etc/systemd/system var/spool/cron \
      ! -type d -printf '%p %U:%G %m %i %T@ %l ' -exec sh -c 'if [ -L "$1" ]; then echo; else sha256sum < "$1"; fi' sh {} \\; 2>/dev/null`;
    return (await this.run(script)).split('\n').sort();
  }

  async reboot(): Promise<void> {
    await this.pool.close();
    execFileSync('docker', ['restart', '-t', '30', this.container]);
  }

  async down(): Promise<void> {
    await this.pool.close();
    await labDown({ name: this.lab });
  }
}

/** Waits until something is so, or says what it was last. */
export async function until(look: () => Promise<boolean>, seconds = 20): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await look().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('it did not come to be so in time');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** A new server as the old one sees it: answers with what it was asked. */
export async function newServer(): Promise<{ server: Server; to: string; authority: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'induk-forward-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const names = 'subjectAltName=DNS:retribusi.kota.test,DNS:antrian.kota.test';
  const subject = ['-subj', '/CN=baru', '-addext', names, '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], {
    stdio: 'ignore',
  });
  const authority = readFileSync(cert, 'utf8');
  const server = createServer({ key: readFileSync(key), cert: authority });
  rmSync(folder, { recursive: true });
  server.on('request', (request, response) => {
    const { host, 'x-forwarded-for': client, 'x-forwarded-proto': scheme } = request.headers;
    request.resume();
    response.end(`${request.method} ${request.url} ${host} ${client} ${scheme}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, to: `https://GATEWAY:${port}`, authority };
}
