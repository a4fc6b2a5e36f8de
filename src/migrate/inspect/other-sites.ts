/** Virtual hosts that show no app, so that nobody misses them. */
import type { Judged, Read } from './found.js';
import type { OtherSite, VirtualHost } from './model.js';

export function otherSitesOf({ sites, roots }: Read, judged: readonly Judged[]): OtherSite[] {
  const shown = new Set(judged.map(({ root }) => root.real));
  const seen = new Set<string>();
  return sites.flatMap((site) => {
    const root = roots.find(
      ({ docroot, real }) => docroot === site.docroot || real === site.docroot,
    );
    if (root?.real !== undefined && shown.has(root.real)) return [];
    const other = judgeSite(site, root !== undefined);
    const key = JSON.stringify([other.names, other.kind, other.detail]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [other];
  });
}

function judgeSite(site: VirtualHost, isThere: boolean): OtherSite {
  const { names, file, redirect, proxy, docroot, unresolved } = site;
  const common = { names, file };
  if (redirect !== undefined) return { ...common, kind: 'redirect', detail: redirect };
  if (proxy !== undefined) return { ...common, kind: 'proxy', detail: proxy };
  if (unresolved.length > 0)
    return { ...common, kind: 'unresolved', detail: unresolved.join(', ') };
  if (docroot !== undefined && !isThere) return { ...common, kind: 'missing', detail: docroot };
  return { ...common, kind: 'empty', detail: docroot ?? '' };
}
