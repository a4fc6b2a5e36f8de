/** What the configuration means to the Caddy that induk ships. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { broughtFile, withBrought } from '../../src/desired/brought-certificates.js';
import type { ProxySpec, Route } from '../../src/desired/model.js';
import { proxyConfig } from '../../src/desired/proxy-config.js';
import { docker, inside, until } from '../images/support/engine.js';
import { RunningProxy } from './running-proxy.js';

const spec: ProxySpec = { tls: 'internal', http: 80, https: 443, maxBody: 1_000_000 };

const route = (name: string, rest: Partial<Route> = {}): Route => ({
  app: `dishub/${name}`,
  engineName: `dishub-${name}`,
  domains: [`${name}.test`],
  server: 'pusat-1',
  port: 8080,
  ...rest,
});

const parkir = route('parkir', { domains: ['parkir.test', 'www.parkir.test'] });
const terminal = route('terminal');

const proxy = new RunningProxy();
const config = (routes: Route[], over: Partial<ProxySpec> = {}): unknown =>
  proxyConfig('pusat-1', routes, { ...spec, ...over }).config;

let parkirTask = '';

beforeAll(async () => {
  await proxy.start();
  parkirTask = await proxy.addUpstream('dishub-parkir');
});

afterAll(() => proxy.stop());

describe('caddy validate', () => {
  it.each(['internal', 'acme', 'files'] as const)('accepts %s', async (tls) => {
    for (const routes of [[], [parkir], [parkir, terminal]]) {
      const { exitCode, all } = await proxy.validate(config(routes, { tls, email: 'a@b.test' }));
      expect({ exitCode, all }).toEqual({ exitCode: 0, all: expect.stringContaining('Valid') });
    }
  });

  it('refuses what is no configuration, so that the test above means something', async () => {
    const { exitCode } = await proxy.validate({
      apps: { http: { servers: { a: { listn: [] } } } },
    });
    expect(exitCode).not.toBe(0);
  });
});

describe('with certificates of its own', () => {
  let ca: string;

  beforeAll(async () => {
    expect(await proxy.load(config([parkir, terminal]))).toBe('');
    await proxy.askUntil(200, { host: 'parkir.test' });
    ca = await proxy.file('/data/caddy/pki/authorities/local/root.crt');
  });

  it('has a certificate for every domain though it makes no redirects itself', async () => {
    for (const host of ['parkir.test', 'www.parkir.test']) {
      const answer = await proxy.askUntil(200, { host, ca });
      expect(answer.names).toBe(`DNS:${host}`);
    }
    await expect(proxy.ask({ host: 'lain.test', ca })).rejects.toThrow();
  });

  it('shows a certificate that was brought while it is good, and its own after', async () => {
    const bundle = (name: string, days: number): string => {
      const folder = mkdtempSync(join(tmpdir(), 'induk-brought-'));
      const run = (...args: string[]) =>
        execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).toString();
      const names = `subjectAltName=DNS:${name},DNS:dibawa.test`;
      run(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        '/CN=x',
        '-keyout',
        'key',
        '-out',
        'csr',
      );
      writeFileSync(join(folder, 'names'), names);
      const signed = ['-signkey', 'key', '-extfile', 'names', '-days', `${days}`];
      const text = run('x509', '-req', '-in', 'csr', ...signed);
      const key = readFileSync(join(folder, 'key'), 'utf8');
      rmSync(folder, { recursive: true });
      return `${text}${key}`;
    };
    const put = (engineName: string, pem: string) => {
      const argv = ['sh', '-c', 'busybox mkdir -p /data/brought; cat > "$1"', 'sh'];
      return inside(proxy.container, [...argv, broughtFile(engineName)], { input: pem });
    };
    await put('dishub-parkir', bundle('parkir.test', -1));
    await put('dishub-www', bundle('www.parkir.test', 5));
    expect(await proxy.load(withBrought(config([parkir, terminal])))).toBe('');
    const brought = 'DNS:www.parkir.test, DNS:dibawa.test';
    expect((await proxy.askUntil(200, { host: 'www.parkir.test' })).names).toBe(brought);
    const own = await proxy.askUntil(200, { host: 'parkir.test', ca });
    expect(own.names).toBe('DNS:parkir.test');
    expect(await proxy.load(config([parkir, terminal]))).toBe('');
    expect((await proxy.askUntil(200, { host: 'www.parkir.test', ca })).names).toBe(
      'DNS:www.parkir.test',
    );
  });

  it('passes method, path, query and body on, and tells who asks how', async () => {
    const body = Buffer.alloc(70_000, 'x');
    const path = '/a%2Fb/c?x=1&y=%20{env.HOME}';
    const answer = await proxy.ask({ host: 'parkir.test', path, method: 'POST', body });
    expect(JSON.parse(answer.body)).toMatchObject({
      method: 'POST',
      target: path,
      bytes: 70_000,
      headers: {
        host: 'parkir.test',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'parkir.test',
        'x-forwarded-for': expect.stringMatching(/^[0-9.]+$/),
      },
    });
  });

  it('believes the old host of an app about its visitors, and nobody else', async () => {
    const headers = { 'x-forwarded-proto': 'http', 'x-forwarded-for': '198.51.100.7' };
    const seen = async (host: string) =>
      JSON.parse((await proxy.ask({ host, headers })).body).headers;
    const gateway = (await seen('parkir.test'))['x-forwarded-for'] as string;
    const moved = config([{ ...parkir, trusted: [gateway] }, terminal]);
    expect(await seen('parkir.test')).toMatchObject({ 'x-forwarded-proto': 'https' });
    expect(await proxy.load(moved)).toBe('');
    expect(await seen('parkir.test')).toMatchObject({
      'x-forwarded-proto': 'http',
      'x-forwarded-for': `198.51.100.7, ${gateway}`,
    });
    expect(await proxy.load(config([{ ...parkir, trusted: ['192.0.2.1'] }, terminal]))).toBe('');
    expect(await seen('parkir.test')).toMatchObject({ 'x-forwarded-proto': 'https' });
    expect(await proxy.load(config([parkir, terminal]))).toBe('');
  });

  it('hides what the app runs on and offers no protocol that no port leads to', async () => {
    const { headers } = await proxy.ask({ host: 'parkir.test' });
    expect(headers).not.toHaveProperty('server');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('alt-svc');
  });

  it('makes browsers remember HTTPS, unless the app says for how long', async () => {
    const ours = await proxy.ask({ host: 'parkir.test' });
    expect(ours.headers['strict-transport-security']).toBe('max-age=31536000');
    const own = await proxy.ask({ host: 'parkir.test', path: '/own-policy' });
    const sent = own.rawHeaders.filter((_, i) =>
      /^strict-transport/i.test(own.rawHeaders[i - 1] ?? ''),
    );
    expect(sent).toEqual(['max-age=60']);
  });

  it('knows a domain that is asked for with a port', async () => {
    expect((await proxy.ask({ host: 'parkir.test:8443' })).status).toBe(200);
  });

  it('answers 404 for a name it does not know, on both ports', async () => {
    const plain = await proxy.ask({ host: 'lain.test', plain: true });
    expect(plain).toMatchObject({ status: 404, body: expect.stringContaining('tidak dikenal') });
    const port = await proxy.port(8443);
    const { connect } = await import('node:tls');
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect({ port, servername: 'parkir.test', rejectUnauthorized: false });
      socket.on('error', reject).setEncoding('utf8');
      let all = '';
      socket.on('data', (chunk) => {
        all += chunk;
      });
      socket.on('end', () => resolve(all));
      socket.write('GET / HTTP/1.1\r\nHost: lain.test\r\nConnection: close\r\n\r\n');
    });
    expect(text).toMatch(/^HTTP\/1.1 404 /);
    expect(text).toContain('tidak dikenal');
  });

  it('leads HTTP to HTTPS with path and query, keeping the method', async () => {
    const answer = await proxy.ask({ host: 'parkir.test', path: '/a?b=c&d=%2F', plain: true });
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe('https://parkir.test/a?b=c&d=%2F');
    const ported = await proxy.ask({ host: 'www.parkir.test:8080', path: '/', plain: true });
    expect(ported.headers.location).toBe('https://www.parkir.test/');
  });

  it('leads to another published port', async () => {
    expect(await proxy.load(config([parkir, terminal], { http: 8081, https: 8444 }))).toBe('');
    const answer = await proxy.ask({ host: 'parkir.test:8081', path: '/a', plain: true });
    expect(answer.headers.location).toBe('https://parkir.test:8444/a');
    expect(await proxy.load(config([parkir, terminal]))).toBe('');
  });

  it.each(['POST', 'PUT'])('refuses a %s larger than the limit with 413', async (method) => {
    const within = await proxy.ask({ host: 'parkir.test', method, body: Buffer.alloc(1_000_000) });
    expect(within.status).toBe(200);
    const over = await proxy.ask({ host: 'parkir.test', method, body: Buffer.alloc(1_000_001) });
    expect(over.status).toBe(413);
    expect(over.body).toContain('Berkas terlalu besar');
  });

  it('shows a page when no task of an app runs', async () => {
    const answer = await proxy.askUntil(503, { host: 'terminal.test' });
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('belum dapat menjawab');
    expect(answer.body).toContain('status 503');
    expect(answer.headers).not.toHaveProperty('server');
  });

  it('finds a task that starts later, without another configuration', async () => {
    const task = await proxy.addUpstream('dishub-terminal');
    await proxy.askUntil(200, { host: 'terminal.test' });
    await docker('stop', '-t', '1', task);
    await proxy.askUntil(503, { host: 'terminal.test' });
  });

  it('writes a log for each app, without cookies', async () => {
    const log = await until('the request is in the log', async () => {
      await proxy.ask({ host: 'parkir.test', path: '/tercatat' });
      const text = await proxy.file('/var/log/caddy/dishub-parkir.log');
      return text.includes('/tercatat') ? text : undefined;
    });
    const entry = JSON.parse(log.trim().split('\n').at(-1) ?? '');
    expect(entry).toMatchObject({ status: 200, request: { host: 'parkir.test', method: 'GET' } });
    expect(log).not.toContain('sesi=kue');
    expect(await proxy.file('/var/log/caddy/dishub-terminal.log')).not.toContain('/tercatat');
    expect(await docker('logs', proxy.container)).not.toContain('/tercatat');
  });

  it('keeps strangers out of its own log', async () => {
    await proxy.ask({ host: 'lain.test', path: '/wp-login.php', plain: true });
    expect(await docker('logs', proxy.container)).not.toMatch(/wp-login|lain\.test/);
  });

  it('finishes the requests under way when the next configuration comes', async () => {
    const before = await docker('inspect', '--format', '{{.State.StartedAt}}', proxy.container);
    const slow = proxy.ask({ host: 'parkir.test', path: '/slow' });
    await until('the request has reached the app', async () => {
      const processes = await docker('top', parkirTask, '-o', 'pid,comm');
      // The head, the init, the server and its child that answers.
      return processes.trim().split('\n').length >= 4 || undefined;
    });
    expect(await proxy.load(config([parkir, terminal, route('baru')]))).toBe('');
    expect((await slow).status).toBe(200);
    expect(await docker('inspect', '--format', '{{.State.StartedAt}}', proxy.container)).toBe(
      before,
    );
    expect(await proxy.load(config([parkir, terminal]))).toBe('');
  });

  it('takes the next configuration, and has the last one after a restart', async () => {
    const { config: next } = proxyConfig('pusat-1', [parkir], spec);
    expect(await proxy.load(next)).toBe('');
    expect(await proxy.load(next)).toBe('');
    await docker('restart', '-t', '5', proxy.container);
    await proxy.askUntil(200, { host: 'parkir.test', ca });
    expect(await proxy.load(config([parkir, terminal]))).toBe('');
  });
});

describe('maintenance', () => {
  const message = 'Pindah <b>server</b> & {env.HOME} {http.request.host} "sampai" 17.00';

  it('shows the message as it was written and asks to come back', async () => {
    expect(await proxy.load(config([{ ...parkir, maintenance: { message } }, terminal]))).toBe('');
    const answer = await proxy.askUntil(503, { host: 'parkir.test' });
    expect(answer.headers['retry-after']).toBe('300');
    expect(answer.headers['content-type']).toContain('text/html');
    expect(textOf(answer.body)).toContain(message);
    expect(answer.body).not.toContain('<b>');
    expect(answer.body).not.toContain('/data');
  });
});

/** Text a browser shows for HTML. */
function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

describe('with a certificate from files', () => {
  it('uses it for the domains it covers and asks nobody for another', async () => {
    const folder = '/data/caddy/certificates/local/parkir.test';
    const certificate = await proxy.file(`${folder}/parkir.test.crt`);
    const key = await proxy.file(`${folder}/parkir.test.key`);
    const files = config([parkir, terminal], { tls: 'files' }) as { apps: { tls: object } };
    files.apps.tls = { ...files.apps.tls, certificates: { load_pem: [{ certificate, key }] } };
    expect(await proxy.load(files)).toBe('');
    expect((await proxy.askUntil(200, { host: 'parkir.test' })).names).toBe('DNS:parkir.test');
    await expect(proxy.ask({ host: 'terminal.test' })).rejects.toThrow();
  });
});
