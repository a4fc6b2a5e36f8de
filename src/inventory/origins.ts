/** Where each resolved value came from. */
import type { Location } from './diagnostic.js';
import type { AppDraft, Draft, SiteDraft } from './draft.js';
import type { App, AppId } from './model.js';
import type { Path } from './problem.js';

/**
 * `file`: the agency's file says so; `site`: a default of site.yaml; `default`: induk's own.
 */
export type Origin = { from: 'file' | 'site'; at: Location } | { from: 'default' };

export interface Origins {
  /**
   * Position of what is written about `apps.<opd>/<app>`, `apps.<opd>/<app>.<path>` or
   * `site.<path>`, paths as in the resolved model; undefined when it is a default.
   */
  get(key: string): Location | undefined;
  /** Every value of an app, by its path in the resolved model, in the model's order. */
  of(app: App): { path: string; value: unknown; origin: Origin }[];
}

export function originsOf({ site, apps }: Draft): Origins {
  const byId = new Map<AppId, AppDraft>(apps.map((app) => [`${app.opd}/${app.name}`, app]));
  return {
    get: (key) => locate(key, byId, site),
    of(app) {
      const draft = byId.get(app.id);
      return leaves(app).map(({ path, value }) => ({
        path: path.join('.'),
        value,
        origin: draft === undefined ? { from: 'default' } : originOf(draft, path, site),
      }));
    },
  };
}

function locate(
  key: string,
  apps: Map<AppId, AppDraft>,
  site: SiteDraft | undefined,
): Location | undefined {
  const [area, ...rest] = key.split('.');
  if (area === 'site') return site?.source.has(rest) ? site.source.locate(rest) : undefined;
  const draft = area === 'apps' ? apps.get(rest[0] ?? '') : undefined;
  if (draft === undefined) return undefined;
  const origin = originOf(draft, rest.slice(1), undefined);
  return origin.from === 'default' ? undefined : origin.at;
}

function originOf(draft: AppDraft, path: Path, site: SiteDraft | undefined): Origin {
  const written = [...draft.path, ...writtenPath(draft, path)];
  if (draft.source.has(written)) {
    const on = written.length === draft.path.length ? 'key' : 'value';
    return { from: 'file', at: draft.source.locate(written, on) };
  }
  const inherited = inheritedPath(path);
  if (inherited !== undefined && site?.source.has(inherited)) {
    return { from: 'site', at: site.source.locate(inherited) };
  }
  return { from: 'default' };
}

/** Path in site.yaml of what an app gets when it says nothing. */
function inheritedPath(path: Path): Path | undefined {
  if (path[0] === 'backup') return path;
  return path[0] === 'server' || path[0] === 'size' ? ['defaults', ...path] : undefined;
}

/** Path in the file of a path in the model: there the kind is a key of its own. */
function writtenPath({ data }: AppDraft, path: Path): Path {
  const [head, key] = path;
  if (head === 'id' || head === 'opd' || head === 'name' || head === 'engineName') return [];
  if (head === 'runtime' || head === 'database') {
    const kind = Object.keys(data[head] ?? {}).find((name) => kinds.includes(name));
    const isKind = key === 'kind' || key === 'version' || (key === 'docroot' && kind === 'static');
    if (isKind && kind !== undefined) return [head, kind];
  }
  if (head === 'backupOff') return ['backup', 'off'];
  if (head === 'backup' && key === 'volumes') return ['backup', 'exclude'];
  // its own time has no window around it
  if (head === 'backup' && key === 'window') return ['backup', 'schedule'];
  return path;
}

const kinds = ['php', 'node', 'static', 'image', 'mariadb', 'postgres'];

/** Lists are values of their own; empty mappings too. */
function leaves(value: unknown, path: string[] = []): { path: string[]; value: unknown }[] {
  const isBranch = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isBranch ? Object.entries(value) : [];
  if (entries.length === 0) return [{ path, value }];
  return entries.flatMap(([key, child]) => leaves(child, [...path, key]));
}
