import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Server } from '../../src/inventory/model.js';
import { type Facts, parseFacts } from '../../src/server/facts.js';
import { advertisedAddress } from '../../src/server/setup/peers.js';
import { merge } from '../../src/server/setup/steps/engine.js';
import { firewallMark, firewallRules } from '../../src/server/setup/steps/firewall-rules.js';

const server: Server = {
  name: 'pusat-1',
  address: '10.0.0.1',
  port: 22,
  user: 'induk',
  role: 'manager',
};
const peer = { ...server, name: 'pusat-2', address: 'pusat-2.local', privateAddress: 'fd00::2' };

const facts = (changes: Partial<Facts> = {}): Facts => ({
  ...parseFacts('pusat-1', '', 0),
  sshPort: 2222,
  addresses: ['127.0.0.1', '10.0.0.1'],
  peers: { 'pusat-2.local': ['10.0.0.2'], 'fd00::2': ['fd00::2'] },
  ...changes,
});

const rules = (ports = [80, 443], peers = [peer]) =>
  firewallRules(facts(), { server, peers, publicKeys: [], ports });

test('the firewall lets in both SSH ports, the proxy and the other servers’ Swarm', () => {
  const text = rules();
  expect(text).toContain('tcp dport { 22, 80, 443, 2222 } accept');
  expect(text).toContain('ip saddr { 10.0.0.2 } tcp dport { 2377, 7946 } accept');
  expect(text).toContain('ip6 saddr { fd00::2 } udp dport { 4789, 7946 } accept');
  expect(text.trimEnd().split('\n').at(-3)).toMatch(/^ {4}drop comment "induk:[0-9a-f]{12}"$/);
});

test('a server alone has no Swarm rules', () => {
  expect(rules([80], [])).not.toContain('saddr {');
});

test('other rules have another mark, the same rules the same', () => {
  expect(firewallMark(rules())).toBe(firewallMark(rules()));
  expect(firewallMark(rules([80]))).not.toBe(firewallMark(rules()));
});

test('the advertised address is one the machine has', () => {
  expect(advertisedAddress(server, facts())).toBe('10.0.0.1');
  expect(advertisedAddress({ ...server, address: '203.0.113.7' }, facts())).toBeUndefined();
  const named = { ...server, address: 'pusat-1' };
  const peers = { 'pusat-1': ['127.0.1.1', '10.0.0.1'] };
  expect(advertisedAddress(named, facts({ peers }))).toBe('10.0.0.1');
});

test('daemon.json: what was written stays, live-restore goes, logs get a limit', () => {
  expect(merge({ 'live-restore': true, 'data-root': '/srv' })).toEqual({
    'data-root': '/srv',
    'log-driver': 'json-file',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
  });
  expect(merge({ 'log-driver': 'journald', 'log-opts': { tag: 'x' } })).toEqual({
    'log-driver': 'journald',
    'log-opts': { tag: 'x' },
  });
});

test('merging twice is merging once', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (config) => {
      expect(merge(merge(config))).toEqual(merge(config));
    }),
  );
});
