import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/desired/digest.js';
import type { Desired } from '../../src/desired/model.js';
import type { Observed } from '../../src/plan/observed.js';
import { plan } from '../../src/plan/plan.js';
import { type ArbitrarySite, marker, site } from './arbitrary-site.js';
import { bareEngine, desiredOf, engineWith } from './site-state.js';
import { applied } from './symbolic-engine.js';

fc.configureGlobal({ numRuns: 50 });

const desiredBy = ({ inventory, materials }: ArbitrarySite): Desired =>
  desiredOf(inventory, materials);

/** Engines a plan may meet: bare, not yet a Swarm, or with an earlier inventory applied. */
const meeting = fc
  .tuple(site, site, fc.constantFrom('bare', 'inactive', 'earlier'), fc.nat({ max: 5 }))
  .map(([now, earlier, kind, stopped]) => {
    const desired = desiredBy(now);
    return { desired, observed: engineFor(kind, desired, desiredBy(earlier), stopped) };
  });

function engineFor(kind: string, desired: Desired, earlier: Desired, stopped: number): Observed {
  const isLocal = desired.servers.some(({ local }) => local);
  if (kind === 'inactive' && isLocal) {
    return { swarm: 'inactive', nodes: [], networks: [], secrets: [], services: [] };
  }
  if (kind !== 'earlier') return bareEngine(desired);
  const observed = engineWith({ ...earlier, servers: desired.servers });
  const service = observed.services[stopped];
  if (service !== undefined) service.running = 0;
  return observed;
}

describe('a plan', () => {
  it('is the same whatever the order the engine lists things in', () => {
    fc.assert(
      fc.property(meeting, fc.infiniteStream(fc.nat()), ({ desired, observed }, chance) => {
        const shuffled: Observed = {
          ...observed,
          nodes: shuffle(observed.nodes, chance),
          networks: shuffle(observed.networks, chance),
          secrets: shuffle(observed.secrets, chance),
          services: shuffle(observed.services, chance),
        };
        expect(JSON.stringify(plan(desired, shuffled))).toBe(
          JSON.stringify(plan(desired, observed)),
        );
      }),
    );
  });

  it('is empty when everything is as it should be', () => {
    fc.assert(
      fc.property(site, (one) => {
        const desired = desiredBy(one);
        const { steps, unmanaged, unchanged } = plan(desired, engineWith(desired));
        expect({ steps, unmanaged }).toEqual({ steps: [], unmanaged: [] });
        expect(unchanged).toHaveLength(desired.routes.length);
      }),
    );
  });

  it('leads to what is wanted, each step finding what it needs', () => {
    fc.assert(
      fc.property(meeting, ({ desired, observed }) => {
        const after = applied(plan(desired, observed), desired, observed);
        expect(plan(desired, after).steps).toEqual([]);
      }),
    );
  });

  it('leads there app by app too', () => {
    fc.assert(
      fc.property(meeting, ({ desired, observed }) => {
        let engine = observed;
        for (const { app } of desired.routes) {
          engine = applied(plan(desired, engine, [app]), desired, engine);
        }
        engine = applied(plan(desired, engine, []), desired, engine);
        const { steps } = plan(desired, engine);
        expect(steps).toEqual([]);
      }),
    );
  });

  it('names each step once', () => {
    fc.assert(
      fc.property(meeting, ({ desired, observed }) => {
        const ids = plan(desired, observed).steps.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('never acts on what the inventory does not name', () => {
    fc.assert(
      fc.property(meeting, ({ desired, observed }) => {
        const apps = new Set(desired.routes.map(({ app }) => app));
        const { steps } = plan(desired, observed);
        expect(steps.filter(({ app }) => app !== undefined && !apps.has(app))).toEqual([]);
      }),
    );
  });

  it('holds no value of the environment, of a command or of a message', () => {
    fc.assert(
      fc.property(meeting, ({ desired, observed }) => {
        expect(JSON.stringify(plan(desired, observed))).not.toContain(marker);
      }),
    );
  });

  it('has another fingerprint when anything wanted is another', () => {
    fc.assert(
      fc.property(site, site, (one, two) => {
        const [a, b] = [desiredBy(one), desiredBy(two)];
        fc.pre(canonicalJson(a) !== canonicalJson(b));
        const [left, right] = [plan(a, bareEngine(a)), plan(b, bareEngine(b))];
        expect(left.fingerprint).not.toBe(right.fingerprint);
      }),
    );
  });
});

describe('what is wanted', () => {
  it('is the same whatever the order of the files', () => {
    fc.assert(
      fc.property(site, fc.infiniteStream(fc.nat()), ({ inventory, materials }, chance) => {
        const apps = shuffle(inventory.apps, chance);
        const shuffled = desiredOf({ ...inventory, apps }, materials);
        expect(canonicalJson(shuffled)).toBe(canonicalJson(desiredOf(inventory, materials)));
      }),
    );
  });

  it('holds no value of a secret, for it is never given one', () => {
    fc.assert(
      fc.property(site, (one) => {
        const desired = desiredBy(one);
        for (const { name, key } of desired.secrets) {
          expect(name.length).toBeLessThanOrEqual(64);
          expect(name).toMatch(/^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/);
          expect(key).toMatch(/^[A-Z_]+$/);
        }
        expect(new Set(desired.secrets.map(({ name }) => name)).size).toBe(desired.secrets.length);
      }),
    );
  });
});

function shuffle<T>(list: T[], chance: Iterator<number>): T[] {
  return list
    .map((item) => ({ item, rank: chance.next().value as number }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
