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
    text: 'port {port} of {server} is taken by {holder}, so {service} cannot start',
    next: 'Stop it there for good (systemctl disable --now …), or choose another port under "proxy:" in site.yaml; then run the same command again.',
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
  CLU018: {
    text: '{service} keeps data on {from} ({volumes}); on {to} it would start with empty volumes',
    next: 'Moving data between servers is not done by apply. Put "server: {from}" back; or, if the data may be left behind: induk destroy the app (its volumes stay on {from}), then induk apply.',
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
  CLU033: { text: 'Plan for {origin}' },
  CLU034: {
    text: 'the lock could not be let go on {server}: {reason}',
    next: 'Check the engine with: induk servers check. Then run the same command again; it takes the lock over, from another machine after a minute.',
  },
  CLU035: {
    text: 'the Docker Engine answered with an error: {reason}',
    next: 'Check it with: induk servers check. Then run the same command again.',
  },
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
  CLU070: { text: '{app} is not deployed', next: 'Run: induk apply {app}' },
  CLU071: {
    text: '{app} has no service "{part}"; it has: {has}',
    next: 'Name one of these with --service.',
  },
  CLU072: {
    text: 'no container of {service} runs: {reason}',
    next: 'See why with: induk logs {app}',
  },
  CLU073: {
    text: 'no earlier version of {app} is on its server',
    next: 'See what is there with: induk rollback {app} --list',
  },
  CLU074: {
    text: 'version {version} of {app} is not on its server, or is short for several; there are: {versions}',
    next: 'Name one of these, or deploy it from its source: induk apply {app}',
  },
  CLU075: { text: 'Restart {services} of {site}?' },
  CLU076: { text: 'Put {app} of {site} back from {from} to version {to} ({created})?' },
  CLU077: {
    text: 'This removes {app} from {site}: {services}; data volumes that go too: {volumes}. Type the name of the app',
  },
  CLU078: {
    text: 'Break the lock of {site}? If that run is still alive, two will change the site at once',
  },
  CLU079: {
    text: 'the proxy on {server} still has the routes of {app} ({reason}); the next induk apply takes them away',
  },
  CLU080: {
    text: '{server} does not answer ({reason}); what it holds of {app} stays until you run this again',
  },
  CLU081: {
    text: 'the inventory and the source still say another version than {version}; the next induk apply deploys that one',
  },
  CLU082: { text: '{app} is still in the inventory; the next induk apply makes it again' },
  CLU083: {
    text: '"{given}" is no time for --since',
    next: 'Give a duration (45s, 10m, 2h, 3d) or a time such as 2026-01-31T08:00:00+07:00.',
  },
  CLU084: {
    text: '{app} has no domain, so it has no address to open',
    next: 'Add one under "domains:" of the app.',
  },
  CLU085: {
    text: 'the engine would not remove {object}: {reason}',
    next: 'Run the same command again; what is gone stays gone.',
  },
  CLU086: {
    text: '{failed} checks failed',
    next: 'Each failed line above says what to do.',
  },
  CLU087: {
    text: 'node {version} runs induk; it needs {needed} or newer',
    next: 'Install it with: apt-get install nodejs (Debian 13 has it).',
  },
  CLU088: {
    text: 'the Swarm node of {server} is {state}',
    next: 'See that the machine and its Docker Engine run, and that the servers reach each other.',
  },
  CLU089: {
    text: 'the proxy on {server} runs another configuration than the one loaded last',
    next: 'Somebody changed it by hand. Take the label away so that it is loaded again: docker node update --label-rm induk.routes {node}; then run: induk apply',
  },
  CLU090: {
    text: 'the proxy on {server} does not have the routes of the inventory',
    next: 'Run: induk apply',
  },
  CLU091: {
    text: '{service} is {state}: {reason}',
    next: 'Read its output with: induk logs {app} --service {part}',
  },
  CLU092: {
    text: 'the name {domain} is not known here: {reason}',
    next: 'Add it to the DNS of the domain, pointing at {server}.',
  },
  CLU093: {
    text: '{domain} leads to {addresses}, which is none of the servers',
    next: 'Unless that is a load balancer or a firewall of yours, point it at {server}.',
  },
  CLU094: {
    text: 'port {port} of {server} does not answer from here: {reason}',
    next: 'See that the proxy runs (induk status) and that the firewall lets the port through.',
  },
  CLU095: {
    text: 'locked by {holder} ({reason}) since {started}; last sign of life {silent} s ago',
    next: 'A live run gives a sign every 10 s. If it is dead: induk unlock',
  },
  CLU096: {
    text: 'the disk of {server} is {used} % full, {free} left in {path}',
    next: 'Make room: docker system df shows what takes it.',
  },
  CLU097: {
    text: 'the Docker Engine of {server} is {version}; the newest of the site is {newest}',
    next: 'Upgrade one server after the other, draining each first.',
  },
  CLU098: {
    text: 'there is no private age key for the secrets',
    next: 'Make one with: induk secrets key, or name its file: INDUK_AGE_KEY_FILE',
  },
  CLU099: {
    text: 'your age key {recipient} is not in the team of site.yaml',
    next: 'Add it under "team:" and have a member run: induk secrets rekey',
  },
  CAP001: {
    text: 'the apps on {server} ask for {needs} cores, it has {has}',
    next: 'They will slow each other down at busy times. Move an app with "server:", or lower its "size:".',
  },
  CAP002: {
    text: 'the apps on {server} may use {needs} of memory, it has {has}',
    next: 'When they all do, the kernel ends some. Move an app with "server:", or lower its "size:".',
  },
  CAP003: {
    text: 'the apps on {server} plan for {needs} of disk, it has {has}',
    next: 'Move an app with "server:", or give the server a larger disk.',
  },
  CAP004: {
    text: '{server} has {free} of memory left, but updating {app} without a pause needs {needs} more for a moment',
    next: 'Updates may wait for room. Move an app with "server:", or lower the "size:" of {app}.',
  },
};
