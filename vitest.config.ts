import { defineConfig } from 'vitest/config';

// unit: no Docker, seconds. engine: needs a Docker Engine, which all its files change, so they run
// one after another. e2e: bin/run.js against lab servers, each file with servers of its own; they
// mostly wait for those, so two files share the machine.
const engine = ['test/**/*.engine.test.ts', 'test/images/**/*.test.ts', 'test/lab/**/*.test.ts'];
const e2e = ['test/**/*.e2e.test.ts'];
// These need an engine, but only containers and volumes of names of their own: they run beside the
// e2e tests, while those wait.
const beside = [
  'test/backup/{worker,log}/*.engine.test.ts',
  'test/migrate/**/*.engine.test.ts',
  'test/scaffold/*.engine.test.ts',
];
// Proofs that take a quarter of an hour: for a release, and for whoever changes what they prove.
const full = ['test/**/*.full.*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...engine, ...e2e],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: engine,
          // The older Debian releases take a quarter of an hour to build: on demand.
          exclude: [
            ...(process.env.INDUK_TEST_MATRIX ? [] : ['test/images/matrix/**']),
            ...e2e,
            ...beside,
          ],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: [...e2e, ...beside],
          exclude: process.env.INDUK_TEST_FULL ? [] : full,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 900_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/{inventory,desired,plan,capacity}/**/*.ts'],
      exclude: ['src/**/model.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95 },
    },
  },
});
