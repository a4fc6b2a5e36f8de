import { describe, expect, test } from 'vitest';
import type { Inventory } from '../../src/inventory/model.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { type Selection, selectApps } from '../../src/inventory/select.js';

const opd = (name: string, apps: string[], server: string) => ({
  path: `opd/${name}.yaml`,
  text: `opd: ${name}\nname: x\napps:\n${apps
    .map(
      (app) =>
        `  ${app}: {runtime: {static: true}, source: a, server: ${server}, domains: [${app}.${name}.id]}\n`,
    )
    .join('')}`,
});
const inventory = parseInventory([
  {
    path: 'site.yaml',
    text: 'site: kota\ndomain: a.id\nservers: {s1: {address: a}, s2: {address: b}}\n',
  },
  opd('dishub', ['parkir', 'bus'], 's1'),
  opd('dinkes', ['parkir', 'antrian'], 's2'),
]).inventory as Inventory;

const select = (selection: Selection) => selectApps(inventory, selection).apps.map(({ id }) => id);
const complain = (selection: Selection) =>
  selectApps(inventory, selection).diagnostics.map(({ code, suggestion, args }) => [
    code,
    suggestion ?? args.candidates,
  ]);

describe('selectApps', () => {
  test('all, in the order of the inventory', () => {
    expect(select({})).toEqual(['dinkes/parkir', 'dinkes/antrian', 'dishub/parkir', 'dishub/bus']);
  });

  test('by full name, by unique name, once each', () => {
    expect(select({ apps: ['bus', 'dinkes/parkir', 'dishub/bus'] })).toEqual([
      'dinkes/parkir',
      'dishub/bus',
    ]);
  });

  test('by agency and server together', () => {
    expect(select({ opd: 'dishub' })).toEqual(['dishub/parkir', 'dishub/bus']);
    expect(select({ opd: 'dishub', server: 's2' })).toEqual([]);
    expect(select({ server: 's2', apps: ['antrian'] })).toEqual(['dinkes/antrian']);
  });

  test('names nothing has are told with a suggestion, and select nothing', () => {
    expect(complain({ apps: ['buss', 'dishub/parkr'] })).toEqual([
      ['INV090', 'bus'],
      ['INV090', 'dishub/parkir'],
    ]);
    expect(select({ apps: ['buss'] })).toEqual([]);
    expect(complain({ opd: 'dishbu', server: 's9' })).toEqual([
      ['INV092', 'dishub'],
      ['INV093', 's1'],
    ]);
    expect(complain({ opd: 'zzzzzz' })).toEqual([['INV092', undefined]]);
  });

  test('a name several agencies have', () => {
    expect(complain({ apps: ['parkir'] })).toEqual([['INV091', 'dinkes/parkir, dishub/parkir']]);
  });
});
