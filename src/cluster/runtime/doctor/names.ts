import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import type { App, Inventory, Server } from '../../../inventory/model.js';
import { forEachLimited } from '../../apply/limit.js';
import type { Finding } from '../model.js';
import { ok, trouble } from './finding.js';

/** Milliseconds; a resolver that is down takes half a minute for each name by itself. */
const patience = 5000;
/** Node asks names on four threads; more at once only wait. */
const width = 4;

/** Each domain of each app leads to one of the servers. */
export async function checkDomains({ apps, servers }: Inventory): Promise<Finding[]> {
  const known = new Set((await Promise.all(servers.map(addressesOf))).flat());
  const wanted = apps.flatMap((app) => app.domains.map((domain) => ({ app, domain })));
  const found: Finding[] = [];
  await forEachLimited(wanted, width, async ({ app, domain }) => {
    found.push(await checkDomain(app, domain, known));
  });
  return found.sort((a, b) => (a.subject < b.subject ? -1 : 1));
}

async function checkDomain(app: App, domain: string, known: Set<string>): Promise<Finding> {
  const { server } = app;
  const found = await resolve(domain);
  if (typeof found === 'string') {
    return trouble('domain', domain, 'warn', 'CLU092', { domain, reason: found, server });
  }
  const addresses = found.join(', ');
  return found.some((address) => known.has(address))
    ? ok('domain', domain, addresses)
    : trouble('domain', domain, 'warn', 'CLU093', { domain, addresses, server });
}

/** @returns addresses, or why there are none */
async function resolve(domain: string): Promise<string[] | string> {
  // Browsers and curl do not ask for these (RFC 6761, 6.3).
  if (domain.endsWith('.localhost')) return ['127.0.0.1'];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((give) => {
    timer = setTimeout(() => give(`no answer in ${patience / 1000} s`), patience);
  });
  const asked = lookup(domain, { all: true }).then(
    (found) => found.map(({ address }) => address),
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

async function addressesOf({ address, privateAddress }: Server): Promise<string[]> {
  if (address === 'local') {
    const all = Object.values(networkInterfaces()).flat();
    return ['127.0.0.1', '::1', ...all.flatMap((each) => each?.address ?? [])];
  }
  const found = await resolve(address);
  const own = typeof found === 'string' ? [] : found;
  return privateAddress === undefined ? own : [...own, privateAddress];
}
