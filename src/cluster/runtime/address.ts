import type { App, Site } from '../../inventory/model.js';

/** Where people find an app; `undefined` for one without a domain. */
export function urlOf(app: App, { proxy }: Site): string | undefined {
  const [domain] = app.domains;
  if (domain === undefined) return undefined;
  return `https://${domain}${proxy.https === 443 ? '' : `:${proxy.https}`}/`;
}
