/** Any service description the engine can hold. */
import fc from 'fast-check';
import type { HealthSpec, ServiceSpec } from '../../src/desired/model.js';
import { labels } from '../../src/desired/names.js';

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,15}$/);
const envKey = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,15}$/);
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const path = word.map((name) => `/${name}`);
const argv = fc.array(fc.string({ minLength: 1, maxLength: 10 }), { maxLength: 3 });
/** Cores, in the engine's unit of a billionth. */
const cores = fc.integer({ min: 0, max: 64_000_000_000 }).map((nano) => nano / 1_000_000_000);
const bytes = fc.nat({ max: 2 ** 50 });
const seconds = fc.integer({ min: 0, max: 3_600_000 }).map((ms) => ms / 1000);

const health: fc.Arbitrary<HealthSpec> = fc.record({
  test: fc.array(text, { minLength: 1, maxLength: 3 }),
  interval: seconds,
  timeout: seconds,
  grace: seconds,
  retries: fc.nat({ max: 10 }),
});

const mode: fc.Arbitrary<ServiceSpec['mode']> = fc.oneof(
  fc.record({ kind: fc.constant('replicated' as const), replicas: fc.nat({ max: 50 }) }),
  fc.constant({ kind: 'global' as const }),
  fc.constant({ kind: 'job' as const }),
);

const fields = {
  name: word,
  role: fc.constantFrom('proxy', 'web', 'db', 'cron', 'release'),
  app: fc.tuple(word, word).map(([opd, app]) => `${opd}/${app}`),
  image: fc.constantFrom('localhost:1/a-b:0123456789ab', 'ghcr.io/x/y:2.1', 'nginx'),
  command: argv,
  args: argv,
  user: word,
  env: fc.dictionary(envKey, text, { maxKeys: 5 }),
  secrets: fc.uniqueArray(fc.record({ secret: word, target: envKey }), {
    maxLength: 4,
    selector: ({ target }) => target,
  }),
  mounts: fc.uniqueArray(fc.record({ volume: word, target: path }), {
    maxLength: 4,
    selector: ({ target }) => target,
  }),
  networks: fc.uniqueArray(
    fc.record({ network: word, aliases: fc.array(word, { maxLength: 2 }) }),
    { maxLength: 3, selector: ({ network }) => network },
  ),
  server: word,
  mode,
  ports: fc.array(
    fc.record({
      published: fc.integer({ min: 1, max: 65535 }),
      target: fc.integer({ min: 1, max: 65535 }),
      protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    }),
    { maxLength: 3 },
  ),
  health,
  cpuLimit: cores,
  cpuReservation: cores,
  memoryLimit: bytes,
  memoryReservation: bytes,
  pidsLimit: fc.nat({ max: 100_000 }),
  updateOrder: fc.constantFrom('start-first', 'stop-first'),
  stopGrace: seconds,
  restart: fc.constantFrom('any', 'none'),
  labels: fc.dictionary(
    word.map((key) => `x.${key}`),
    text,
    { maxKeys: 3 },
  ),
} as const;

/** Role and app stand in the labels too, and a job has no update to order. */
export const service: fc.Arbitrary<ServiceSpec> = fc
  .record(fields, {
    requiredKeys: Object.keys(fields).filter(
      (key) => !['app', 'user', 'server', 'health'].includes(key),
    ) as (keyof typeof fields)[],
  })
  .map((spec) => spec as ServiceSpec)
  .map((spec) => ({
    ...spec,
    updateOrder: spec.mode.kind === 'job' ? 'stop-first' : spec.updateOrder,
    labels: {
      ...spec.labels,
      [labels.role]: spec.role,
      ...(spec.app === undefined ? {} : { [labels.app]: spec.app }),
    },
  }));
