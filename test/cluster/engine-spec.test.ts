import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromEngine, type Ids, toEngine } from '../../src/cluster/engine-spec.js';
import type { ServiceSpec } from '../../src/desired/model.js';
import { service } from './arbitrary-service.js';
import { exampleSite } from './example-site.js';

function idsOf(spec: ServiceSpec): Ids {
  return {
    networks: new Map(spec.networks.map(({ network }) => [network, `id of ${network}`])),
    secrets: new Map(spec.secrets.map(({ secret }) => [secret, `id of ${secret}`])),
  };
}

/** As the engine's API sends it: zeros, empty texts and empty lists are left out. */
function asAnswered(value: unknown, inLabels = false): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => inLabels || key === 'Replicas' || !isEmpty(inner),
  );
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, asAnswered(inner, key === 'Labels')]),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === 0 || value === '' || (Array.isArray(value) && value.length === 0);

/** There and back. */
function thereAndBack(spec: ServiceSpec): ServiceSpec {
  const ids = idsOf(spec);
  const names = new Map([...ids.networks].map(([name, id]) => [id, name]));
  const sent = asAnswered(toEngine(spec, ids, ['b', 'a'], 3)) as ReturnType<typeof toEngine>;
  return fromEngine(sent, names);
}

describe('a service in the words of the engine', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(service, (spec) => {
        expect(thereAndBack(spec)).toEqual(spec);
      }),
    );
  });

  const { services, releases } = exampleSite();
  it.each([...services, ...Object.values(releases)].map((spec) => [spec.name, spec] as const))(
    'comes back as it was: %s of the example',
    (_name, spec) => expect(thereAndBack(spec)).toEqual(spec),
  );

  it('shows a version’s history to nobody but the history', () => {
    const [spec] = services as [ServiceSpec];
    const engine = toEngine(spec, idsOf(spec), ['b', 'a']);
    expect(engine.Labels['induk.history']).toBe('b,a');
    expect(fromEngine(engine, new Map()).labels).toEqual(spec.labels);
  });

  it('names what the engine lacks', () => {
    const spec = services.find(({ role }) => role === 'db') as ServiceSpec;
    const none = { networks: new Map(), secrets: new Map() };
    expect(() => toEngine(spec, none)).toThrow(/no object named/);
  });

  it('reads what others made, with almost nothing in it', () => {
    const bare = { Name: 'x', TaskTemplate: { ContainerSpec: { Image: 'nginx' } }, Mode: {} };
    expect(fromEngine(bare as never, new Map())).toMatchObject({
      name: 'x',
      role: 'web',
      mode: { kind: 'replicated', replicas: 0 },
      env: {},
      restart: 'any',
    });
    const odd = {
      ...bare,
      TaskTemplate: { ContainerSpec: { Image: 'nginx', Env: ['A', 'B=c=d'] } },
    };
    expect(fromEngine(odd as never, new Map()).env).toEqual({ A: '', B: 'c=d' });
  });
});
