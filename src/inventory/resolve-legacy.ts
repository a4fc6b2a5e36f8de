import { normaliseDomain } from './domain.js';
import type { Legacy } from './model.js';
import type { AppInput } from './schema.js';

export function resolveLegacy({
  port = 22,
  user = 'root',
  domains = [],
  cron = [],
  write,
  ...rest
}: NonNullable<AppInput['legacy']>): Legacy {
  const known = domains.map((domain) => normaliseDomain(domain) ?? domain);
  return {
    ...rest,
    port,
    user,
    domains: known,
    cron,
    ...(write === undefined ? {} : { write: { method: 'POST', expect: 200, ...write } }),
  };
}
