import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withBrought } from '../../../src/desired/brought-certificates.js';
import { judgeCertificate } from '../../../src/migrate/certificate/judge.js';

let folder: string;
const file = (name: string): string => readFileSync(join(folder, name), 'utf8');
const openssl = (...args: string[]): void =>
  void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'induk-certificate-'));
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    ...['req', '-x509', ...fresh, '-days', '9', '-subj', '/CN=CA Lama'].concat(
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
    ),
  );
  openssl('req', ...fresh, '-subj', '/CN=a.kota.test', '-keyout', 'a.key', '-out', 'a.csr');
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:a.kota.test\n');
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'a.csr', ...signed, '-days', '5', '-out', 'a.crt');
  openssl(
    ...['req', '-x509', ...fresh, '-days', '5', '-subj', '/CN=a.kota.test'].concat(
      '-addext',
      'subjectAltName=DNS:a.kota.test',
      '-keyout',
      'own.key',
      '-out',
      'own.crt',
    ),
  );
  openssl('ec', '-in', 'a.key', '-aes256', '-passout', 'pass:rahasia', '-out', 'locked.key');
});

afterAll(() => rmSync(folder, { recursive: true }));

const wanted = { names: ['a.kota.test'], anyway: false, known: '', now: Date.now() };
const judge = (certificate: string, key: string, chain = '', change: object = {}) =>
  judgeCertificate({ certificate, key, chain }, { ...wanted, ...change });

describe('an old certificate', () => {
  it('comes with its chain and its key, wherever these are', () => {
    const apart = judge(file('a.crt'), file('a.key'), file('ca.crt'));
    const one = judge(`${file('a.crt')}${file('ca.crt')}${file('a.key')}`, '');
    expect(apart).toMatchObject({ bundle: expect.stringMatching(/CERTIFICATE[\s\S]*PRIVATE KEY/) });
    expect(one).toEqual(apart);
    expect('certificates' in apart && apart.certificates).not.toContain('PRIVATE KEY');
  });

  it('comes when an authority that everybody knows vouches for it', () => {
    expect(judge(file('a.crt'), file('a.key'), '', { known: file('ca.crt') })).toHaveProperty(
      'bundle',
    );
  });

  it.each([
    ['there is none', () => judge('', '')],
    ['it ended on', () => judge(file('a.crt'), file('a.key'), '', { now: Date.now() + 6e8 })],
    ['it has none of', () => judge(file('a.crt'), file('a.key'), '', { names: ['b.kota.test'] })],
    ['its key cannot', () => judge(file('a.crt'), file('own.key'), file('ca.crt'))],
    ['its key cannot', () => judge(file('a.crt'), file('locked.key'), file('ca.crt'))],
    ['no authority', () => judge(file('a.crt'), file('a.key'))],
    ['no authority', () => judge(file('own.crt'), file('own.key'))],
  ])('stays where it is when %s', (reason, act) => {
    expect(act()).toEqual({ reason: expect.stringContaining(reason) });
  });

  it('that nobody vouches for comes where there would be no other', () => {
    const own = judge(file('own.crt'), file('own.key'), '', { anyway: true });
    expect(own).toHaveProperty('bundle');
  });
});

describe('a proxy that shows brought certificates', () => {
  const config = {
    apps: {
      http: { servers: { http: {}, https: { automatic_https: { disable_redirects: true } } } },
      tls: { certificates: { load_pem: [1] } },
    },
  };

  it('looks after its own meanwhile, and keeps those it has', () => {
    const shown = withBrought(config) as typeof config;
    expect(shown.apps.http.servers.https.automatic_https).toEqual({
      disable_redirects: true,
      ignore_loaded_certificates: true,
    });
    expect(shown.apps.tls.certificates).toEqual({ load_pem: [1], load_folders: ['/data/brought'] });
    expect(withBrought(shown)).toEqual(shown);
  });
});
