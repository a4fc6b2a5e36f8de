import type { Catalogue } from '../catalogue.js';

/** Deployments of one app, and the keys that may make them, in English. */
export const deploy: Catalogue = {
  DEP001: {
    text: '{app} is built from its source; --image is for apps whose runtime is an image',
    next: 'Leave --image out, or write "runtime: {image: …}" for the app.',
  },
  DEP002: {
    text: '{app} has no source to build; its runtime is an image or its code is on a volume',
    next: 'Leave --source out.',
  },
  DEP003: {
    text: '"{given}" is no length of time',
    next: 'Give one like 90s, 10m or 1h.',
  },
  DEP004: { text: 'there is no folder {source}', next: 'Name the app’s folder with --source.' },
  DEP005: { text: 'Deploy {app} version {version} in the place of {before} to {origin}?' },
  DEP006: { text: '{app} runs version {version}{of} {url}' },
  DEP008: { text: 'waiting for {holder} ({reason}), who has the site since {started} …' },
  DEP009: {
    text: 'the inventory says {source} for {app}; the next induk apply brings that back',
  },
};
