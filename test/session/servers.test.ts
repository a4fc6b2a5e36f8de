import { expect, test } from 'vitest';
import type { Inventory } from '../../src/inventory/model.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { selectedServers } from '../../src/session/servers.js';

const text = `site: kota
domain: a.id
servers:
  pusat-1: {address: 10.0.0.1}
  brankas-1: {address: 10.0.0.9, role: vault}
  pusat-2: {address: 10.0.0.2}
`;
const { inventory } = parseInventory([{ path: 'site.yaml', text }]);
const select = (...names: string[]) =>
  selectedServers(inventory as Inventory, names).map(({ name }) => name);

test('all servers that run apps, or those that are named', () => {
  expect(select()).toEqual(['pusat-1', 'pusat-2']);
  expect(select('pusat-2', 'pusat-1')).toEqual(['pusat-1', 'pusat-2']);
});

test('unknown names, and vaults, which are set up by another command', () => {
  expect(() => select('pusat-3')).toThrow('INV093');
  expect(() => select('pusat-1', 'brankas-1')).toThrow('INV136 {"server":"brankas-1"}');
});
