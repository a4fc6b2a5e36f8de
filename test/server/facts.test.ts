import { expect, test } from 'vitest';
import { enginePackage, faults, isSupported } from '../../src/server/check.js';
import { type Facts, parseFacts } from '../../src/server/facts.js';

/** The script's output for these values. */
function output(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}\n`)
    .join('');
}

const gibibyte = 1024 ** 3;
const info = {
  ServerVersion: '26.1.5',
  Swarm: { LocalNodeState: 'active', ControlAvailable: true },
};

const healthy = {
  begun: '1000.000',
  done: '1000.200',
  uid: '0',
  connection: '10.0.0.9 50000 10.0.0.1 2222',
  os: 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"',
  memory: 'MemTotal:  8388608 kB\nMemAvailable:  4194304 kB\nSwapTotal: 0 kB',
  container: 'none',
  systemd: 'yes',
  disk: `${100 * gibibyte} ${60 * gibibyte}`,
  inodes: '1000 900',
  installed: 'docker.io 26.1.5+dfsg1\nnftables 1.1.3',
  held: 'docker.io',
  dockerd: '/usr/sbin/dockerd',
  engine: JSON.stringify(info),
  loaded: 'induk:abc123\ninduk:abc123',
  units:
    'Id=chrony.service\nActiveState=active\nUnitFileState=enabled\n\nId=docker.service\nActiveState=active\nUnitFileState=enabled',
  listening:
    '*:2377 users:(("dockerd",pid=1,fd=3))\n0.0.0.0:22 users:(("sshd",pid=9,fd=3))\n[::]:22',
  'peer.10.0.0.2': '10.0.0.2',
};

const factsOf = (changes: Record<string, string> = {}): Facts =>
  parseFacts('pusat-1', output({ ...healthy, ...changes }), 1000.1);

const codes = (changes: Record<string, string>) => faults(factsOf(changes)).map(({ code }) => code);

test('facts have units and types', () => {
  const facts = factsOf();
  expect(facts).toMatchObject({
    os: { id: 'debian', version: '13' },
    memory: { total: 8 * gibibyte, available: 4 * gibibyte },
    swap: 0,
    sshPort: 2222,
    firewallMark: 'induk:abc123',
    packages: { nftables: '1.1.3' },
    peers: { '10.0.0.2': ['10.0.0.2'] },
    clock: { service: 'chrony' },
    root: true,
  });
  expect(facts.clock.ahead).toBeCloseTo(0);
  expect(facts.listening).toEqual([
    { address: '*', port: 2377, program: 'dockerd' },
    { address: '0.0.0.0', port: 22, program: 'sshd' },
    { address: '[::]', port: 22, program: '' },
  ]);
  expect(enginePackage(facts)).toBe('docker.io');
});

test('a healthy server has no faults', () => {
  expect(codes({})).toEqual([]);
});

test('a machine that says nothing is not called healthy', () => {
  const facts = parseFacts('pusat-1', '', 0);
  expect(isSupported(facts)).toBe(false);
  expect(faults(facts).map(({ code }) => code)).toContain('SRV102');
});

test.each<[string, Record<string, string>]>([
  ['SRV100', { os: 'ID=ubuntu\nVERSION_ID="24.04"' }],
  ['SRV101', { engine: '' }],
  ['SRV103', { engine: JSON.stringify({ ...info, Swarm: { LocalNodeState: 'inactive' } }) }],
  ['SRV104', { disk: `${100 * gibibyte} ${4 * gibibyte}` }],
  ['SRV105', { disk: `${100 * gibibyte} ${10 * gibibyte}` }],
  ['SRV106', { inodes: '1000 50' }],
  ['SRV108', { memory: 'MemTotal:  8388608 kB\nMemAvailable:  8388 kB\nSwapTotal: 0 kB' }],
  ['SRV109', { memory: 'MemTotal:  2097152 kB\nMemAvailable:  1048576 kB\nSwapTotal: 0 kB' }],
  ['SRV110', { begun: '1009.0', done: '1009.2' }],
  ['SRV111', { units: '' }],
  ['SRV112', { engine: JSON.stringify({ ...info, LiveRestoreEnabled: true }) }],
  ['SRV113', { held: '' }],
  ['SRV114', { loaded: '' }],
  ['SRV115', { listening: '0.0.0.0:443 users:(("nginx",pid=1,fd=3))' }],
])('%s', (code, changes) => {
  expect(codes(changes)).toEqual([code]);
});

test('the engine’s own listeners on the proxy’s ports are the proxy', () => {
  expect(codes({ listening: '0.0.0.0:80 users:(("docker-proxy",pid=1,fd=3))' })).toEqual([]);
});
