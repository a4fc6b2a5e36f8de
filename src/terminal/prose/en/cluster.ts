import type { Catalogue } from '../catalogue.js';

/** Planning, applying, the lock, images and the proxy. */
export const cluster: Catalogue = {
  CLU010: {
    text: '{service} does not run: {reason}',
    next: 'Read the lines above, mend the app, and run the same command again; its volumes are untouched.',
  },
  CLU011: {
    text: '{service} was not updated: {reason}. Version {version} was put back and keeps serving',
    next: 'Mend the app and run the same command again.',
  },
  CLU012: { text: 'the service {service} does not exist on the engine', next: 'Run: induk apply' },
  CLU013: {
    text: 'port {port} is taken on a server, so {service} cannot start',
    next: 'See who listens with: ss -ltnp sport = :{port}. Stop it, or choose another port under "proxy:" in site.yaml.',
  },
  CLU014: {
    text: 'the release command of {service} failed: {reason}. The new version gets no traffic',
    next: 'Mend the command (its last lines are above) and run: induk apply',
  },
  CLU015: {
    text: '{service}: the image {image} keeps data in {paths}, where nothing is mounted; Swarm would lose it at the next update',
    next: 'Add each path under "storage:" of the app.',
  },
  CLU016: {
    text: 'the engine refused {target}: {reason}',
    next: 'Run the same command again; what is done already stays.',
  },
  CLU017: {
    text: 'the engine stopped answering: {reason}',
    next: 'Check it with: induk servers check. Then run the same command again.',
  },
  CLU020: {
    text: 'the image {image} is not on {server} and cannot be had: {reason}',
    next: 'Check the name, or the way from the server to the registry.',
  },
  CLU021: {
    text: 'building {image} on {server} failed: {reason}',
    next: 'Mend what the lines above show and run the same command again.',
  },
  CLU022: {
    text: 'the disk of {server} is full: {image} could not be built',
    next: 'Make room (docker system df shows what takes it; induk keeps an app’s last five images) and run the same command again. What ran before still runs.',
  },
  CLU030: {
    text: 'locked by {holder} since {started} ({reason}; last sign of life {silent} s ago)',
    next: 'Wait for it to end. If it is dead for sure: induk unlock',
  },
  CLU031: {
    text: 'took over the lock of {holder} ({reason}), silent for {silent} s',
    next: 'What it had begun is looked at again.',
  },
  CLU032: { text: 'Apply this to {origin}?' },
  CLU040: {
    text: 'no proxy runs on {server}',
    next: 'See why with: induk doctor',
  },
  CLU041: {
    text: 'the proxy on {server} refused its configuration: {reason}',
    next: 'The old configuration is still in force. Check domains and certificate, then run: induk apply',
  },
  CLU042: {
    text: 'no Swarm node is labelled as server {server}',
    next: 'Run: induk servers setup {server}',
  },
  CLU050: {
    text: 'values are missing from the secrets: {missing}',
    next: 'Set each, e.g.: induk secrets set {first}',
  },
  CLU060: {
    text: 'the plan in {file} is stale: the inventory, a source, a secret or the servers changed since',
    next: 'Make a new one: induk plan --out {file}',
  },
  CLU061: {
    text: '{file} is not a saved plan: {reason}',
    next: 'Make one: induk plan --out {file}',
  },
  CLU062: {
    text: '{failed} of {apps} apps failed: {names}',
    next: 'The others are done. Mend what is shown above and run: induk apply',
  },
  CLU063: {
    text: 'no Swarm runs on {server}',
    next: 'Run: induk servers setup',
  },
};
