/** A domain belongs to one app. */
import { normaliseDomain } from '../domain.js';
import type { AppDraft, Draft, Report } from '../draft.js';

export function checkDomains(draft: Draft, report: Report): void {
  const owners = new Map<string, string>();
  const base = normaliseDomain(draft.site?.data.domain ?? '');
  for (const app of draft.apps) {
    for (const { domain, path } of domainsOf(app, base)) {
      const owner = owners.get(domain);
      const at = app.source.locate(path, path.length > app.path.length ? 'value' : 'key');
      if (owner === undefined) owners.set(domain, `${at.file}:${at.line}`);
      else {
        const on = path.length > app.path.length ? ('value' as const) : ('key' as const);
        report(app.source, { code: 'INV051', args: { domain, where: owner }, path, on });
      }
    }
  }
}

function domainsOf(app: AppDraft, base: string | undefined) {
  const { domains } = app.data;
  if (domains === undefined) {
    const isDefault = base !== undefined && !app.source.has([...app.path, 'domains']);
    return isDefault ? [{ domain: `${app.name}.${base}`, path: app.path }] : [];
  }
  return domains.flatMap((text, i) => {
    const domain = normaliseDomain(text);
    return domain === undefined ? [] : [{ domain, path: [...app.path, 'domains', i] }];
  });
}
