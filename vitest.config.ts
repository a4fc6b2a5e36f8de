import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.js';

// unit: no Docker, seconds. swarm: changes the Swarm of this machine's own engine, one file after
// another, and not while the quickstart's test takes it away. engine: containers, images and
// volumes of names of their own on this machine's engine, or a lab. e2e: bin/run.js against lab
// servers, each file with servers of its own. The last two mostly wait, for containers to become
// healthy and for servers that are out of reach: so more of their files share the machine than it
// has processors.
const swarm = ['test/cluster/{lock,engine-spec}.engine.test.ts'];
const engine = ['test/**/*.engine.test.ts', 'test/images/**/*.test.ts', 'test/lab/**/*.test.ts'];
const e2e = ['test/**/*.e2e.test.ts'];
// Proofs that take a quarter of an hour: for a release, and for whoever changes what they prove.
const full = process.env.INDUK_TEST_FULL ? [] : ['test/**/*.full.*.test.ts'];
// The older Debian releases take a quarter of an hour to build: on demand.
const matrix = process.env.INDUK_TEST_MATRIX ? [] : ['test/images/matrix/**'];

const patient = {
  maxWorkers: 3,
  sequence: { groupOrder: 2 },
  testTimeout: 600_000,
  hookTimeout: 900_000,
  // Each look starts programs, which takes the time of whatever is waited for.
  expect: { poll: { interval: 250 } },
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...engine, ...e2e],
          maxWorkers: '100%',
          // Generous: a machine that does something else meanwhile is no failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'swarm',
          include: swarm,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...patient,
          name: 'engine',
          include: engine,
          exclude: [...swarm, ...e2e, ...matrix, ...full],
        },
      },
      { test: { ...patient, name: 'e2e', include: e2e, exclude: full } },
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
