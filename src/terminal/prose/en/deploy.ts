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
  DEP012: {
    text: 'what came is no source to build: {reason}',
    next: 'Send the app’s folder as a tar archive: git archive HEAD',
  },
  DEP013: {
    text: '{app} is on {server}, and {gate}, which deploys it there, does not get in by SSH at {address}:{port}: {reason}',
    next: 'Let {gate} reach that port; an address of its own for that is "privateAddress:" of the server in site.yaml.',
  },
  DEP014: {
    text: '{app} has no source that a key could deploy',
    next: 'Change its image in the inventory and run: induk apply {app}',
  },
  DEP015: {
    text: '"{name}" cannot be the name of a key',
    next: 'Use 1 to 40 lower-case letters, digits and hyphens.',
  },
  DEP016: {
    text: '{app} has a deploy key {name} already',
    next: 'Choose another --name, or take that one away: induk deploy-key remove {app} {name}',
  },
  DEP017: {
    text: 'the private key cannot be written to {file}: {reason}',
    next: 'Name a file that does not exist with --out.',
  },
  DEP018: { text: '{app} has no deploy key {name}', next: 'It has: {known}' },
  DEP019: {
    text: 'more than the source of {app} differs from what runs: {what}. A deploy key changes its source only',
    next: 'Have the team run: induk apply {app}',
  },
  DEP020: { text: 'Make a key {name} that may deploy {app} on {server}?' },
  DEP021: {
    text: '{app} can be deployed with the key {name} ({fingerprint}), whose private half is in {file}',
    next: 'Put the text of that file into a secret of your CI named {secret}, then delete it; the pipeline is made by: induk ci init gitlab {app}',
  },
  DEP022: { text: '{app} has no deploy key' },
  DEP023: { text: 'Take the deploy key {name} of {app} away?' },
  DEP024: { text: 'the deploy key {name} of {app} opens nothing any more' },
  DEP025: {
    text: '{server} built {built} and not {reference}: what it knows of the app is of another version',
    next: 'Have the team run: induk apply',
  },
  DEP026: {
    text: '{server} ended the build with status {status} and said no reason',
    next: 'Its last lines are above; run the pipeline again, or have the team look: induk doctor',
  },
  DEP030: {
    text: 'the address of {server} for machines of a CI is not known: it is this machine, or is reached through another one',
    next: 'Say it with --host HOST[:PORT].',
  },
  DEP031: {
    text: 'the host key of {server} was not found among those in /etc/ssh',
    next: 'Check "hostKey:" of the server in site.yaml.',
  },
  DEP032: {
    text: '{file} exists already; nothing was written',
    next: 'Name another one with --out, or see what would be written with --dry-run.',
  },
  DEP033: { text: '"{host}" is no address', next: 'Write it as HOST or HOST:PORT.' },
  DEP034: {
    text: 'the pipeline of {app} is in {file}',
    next: 'Commit and push it. It needs one secret, {secret}, made by: induk deploy-key create {app}',
  },
  DEP035: {
    text: '{app} has no tests that are known; the pipeline only deploys. Add some with --test',
  },
  DEP036: {
    text: '"{branch}" cannot be the name of a branch',
    next: 'Use letters, digits and . _ / -',
  },
  DEP037: {
    text: '{file} cannot be the file of a pipeline',
    next: 'Name one below the root of the repository; for GitLab it ends in .yml.',
  },
  DEP038: { text: 'GitLab reads {file} only, and its form is not known; add this to it:\n{lines}' },
  DEP039: { text: '{file} would include it:\n{lines}' },
  DEP040: {
    text: '{app} is not built from a folder, so there is nothing to develop here',
    next: 'Name an app with a "source:".',
  },
  DEP041: { text: 'port {port} of this machine is taken', next: 'Choose another with --port.' },
  DEP042: {
    text: '{name} ended by itself with status {status}',
    next: 'Mend what its last lines say and run the same command again.',
  },
  DEP043: {
    text: '{app} answers on {url} (Ctrl-C ends it; its secrets for here are in {secrets})',
  },
  DEP045: { text: '{file} includes it now: commit both' },
  DEP044: { text: 'the engine would not start {name}: {reason}' },
};
