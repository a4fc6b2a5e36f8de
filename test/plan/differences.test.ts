import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../../src/desired/model.js';
import { labels } from '../../src/desired/names.js';
import { differences } from '../../src/plan/differences.js';
import { service } from '../cluster/arbitrary-service.js';

/** The name finds the service; role and app are read from its labels. */
const identity = ['name', 'role', 'app'];

/** Every way to change one thing in a value: each leaf another, each key and item gone. */
function changes(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return [
      [...value, 'more'],
      ...value.flatMap((item, at) => [
        value.filter((_, other) => other !== at),
        ...changes(item).map((changed) => value.with(at, changed)),
      ]),
    ];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => [
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)),
      ...changes(inner).map((changed) => ({ ...value, [key]: changed })),
    ]);
  }
  return typeof value === 'number' ? [value + 1] : [`${value}x`];
}

describe('differences', () => {
  it('are none between equals, whatever the order of keys', () => {
    fc.assert(
      fc.property(service, (spec) => {
        const turned = Object.fromEntries(Object.entries(spec).reverse()) as never as ServiceSpec;
        const env = Object.fromEntries(Object.entries(spec.env).reverse());
        expect(differences(spec, { ...turned, env })).toEqual([]);
      }),
    );
  });

  it('miss no change of any field', () => {
    fc.assert(
      fc.property(service, (spec) => {
        for (const field of Object.keys(spec).filter((key) => !identity.includes(key))) {
          for (const changed of changes(spec[field as keyof ServiceSpec])) {
            const other = { ...spec, [field]: changed } as ServiceSpec;
            const found = differences(spec, other);
            if (found.length === 0) throw new Error(`${field}: ${JSON.stringify(changed)}`);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('miss no field that appears', () => {
    fc.assert(
      fc.property(service, service, (spec, other) => {
        for (const field of ['user', 'server', 'health'] as const) {
          fc.pre(other[field] !== undefined);
          const { [field]: _, ...without } = spec;
          const changed = { ...without, [field]: other[field] } as ServiceSpec;
          expect(differences(without as ServiceSpec, changed)).toHaveLength(1);
        }
      }),
    );
  });

  const spec = (over: Partial<ServiceSpec>): ServiceSpec => ({
    ...(fc.sample(service, { numRuns: 1, seed: 1 })[0] as ServiceSpec),
    ...over,
  });

  it('name variables as an engine could have them', () => {
    const from = spec({ env: { B: '1', C: '1' } });
    const to = spec({ env: { constructor: '1', B: '2', A: '' } });
    expect(differences(from, to)).toEqual([{ facet: 'env', to: '+A ~B -C +constructor' }]);
  });

  it('leave the version to the image', () => {
    const version = (value: string) => spec({ labels: { [labels.version]: value } });
    expect(differences(version('a'), version('b'))).toEqual([]);
  });

  it('show what is gone and what was not there', () => {
    const { server: _, ...nowhere } = spec({ image: 'a', mode: { kind: 'global' } });
    const to = spec({ image: 'b:1', server: 'pusat-1', mode: { kind: 'job' } });
    expect(differences(nowhere as ServiceSpec, { ...to })).toEqual([
      { facet: 'image', from: 'a', to: 'b:1' },
      { facet: 'server', from: '-', to: 'pusat-1' },
      { facet: 'replicas', from: 'global', to: 'job' },
    ]);
  });
});
