import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateFaults, readCertificates } from '../../src/server/certificates.js';
import type { Connection } from '../../src/server/connection.js';

const folder = mkdtempSync(join(tmpdir(), 'induk-certificate-'));
let server: Server;
let connection: Connection;

beforeAll(async () => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', cert, '-days', '20', '-subj', '/CN=parkir.contoh.go.id'],
    ],
    { stdio: 'ignore' },
  );
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  server = createServer({
    ...pair,
    SNICallback: (name, done) =>
      name === 'parkir.contoh.go.id' ? done(null) : done(new Error('no certificate')),
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const forward = async (host: string, port: number) => connect(port, host);
  connection = { server: 'pusat-1', forward } as unknown as Connection;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('certificates of a proxy', () => {
  it('tells the days left, and which domain has none', async () => {
    const { port } = server.address() as AddressInfo;
    const domains = ['parkir.contoh.go.id', 'lain.contoh.go.id'];
    expect(await readCertificates(connection, port, domains)).toEqual([
      { domain: 'parkir.contoh.go.id', days: 19 },
      { domain: 'lain.contoh.go.id' },
    ]);
  });

  it('are faults when missing, ended, or about to end', () => {
    const facts = [
      { domain: 'a', days: 60 },
      { domain: 'b', days: 20 },
      { domain: 'c', days: -1 },
      { domain: 'd' },
    ];
    const found = certificateFaults('pusat-1', facts, 30);
    expect(found.map(({ code, severity, args }) => [code, severity, args.domain])).toEqual([
      ['SRV117', 'warning', 'b'],
      ['SRV117', 'error', 'c'],
      ['SRV118', 'warning', 'd'],
    ]);
    expect(certificateFaults('pusat-1', [{ domain: 'e', days: 0 }], 0)).toEqual([]);
  });
});
