import { shortDigest } from '../../desired/digest.js';
import { labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { ObservedService } from '../../plan/observed.js';
import type { Connection } from '../../server/connection.js';

/** A version of an app that its server can run at once. */
export interface Version {
  /** 12 hex digits. */
  version: string;
  image: string;
  /** RFC 3339: when the image was built. */
  created: string;
  isCurrent: boolean;
  /** Git commit it was built from, with `+` when files differed. */
  commit?: string;
  /** Place in the order of deployments, 0 the present one; absent: built but never run. */
  order?: number;
}

/**
 * Versions whose image is still on the app's server: those that ran, latest first, then
 * those that were only built, newest first.
 *
 * @param web the app's web service
 */
export async function versionsOf(connection: Connection, web: ObservedService): Promise<Version[]> {
  const { app, spec } = web;
  const present = spec.labels[labels.version] ?? '';
  const history = [...new Set([present, ...web.history])];
  // A built image has its version as tag and the app as label; a named one is known by the
  // digest of its name, and only when it ran before.
  const isBuilt = tagOf(spec.image) === present;
  const images = await connection.docker.listImages({
    filters: isBuilt ? { label: [`${labels.app}=${app}`] } : {},
  });
  const found = images.flatMap(({ RepoTags, Created, Labels }) =>
    (RepoTags ?? []).map((image): Version => {
      const version = isBuilt ? tagOf(image) : shortDigest(image);
      const order = history.indexOf(version);
      const commit = (Labels as Record<string, string> | null)?.[labels.revision];
      return {
        version,
        image,
        created: new Date(Created * 1000).toISOString(),
        isCurrent: version === present,
        ...(commit === undefined ? {} : { commit }),
        ...(order < 0 ? {} : { order }),
      };
    }),
  );
  return found.filter(({ order }) => isBuilt || order !== undefined).sort(byOrder);
}

const tagOf = (reference: string): string => reference.slice(reference.lastIndexOf(':') + 1);

function byOrder(a: Version, b: Version): number {
  const last = Number.MAX_SAFE_INTEGER;
  return (a.order ?? last) - (b.order ?? last) || (a.created < b.created ? 1 : -1);
}

/**
 * The version to go back to.
 *
 * @param asked a version or its first digits; the one before the present when absent
 * @throws Fault CLU073 when there is none before, CLU074 when `asked` is not on the server
 */
export function pickVersion(versions: Version[], app: string, asked?: string): Version {
  if (asked === undefined) {
    const previous = versions.find(({ isCurrent, order }) => !isCurrent && order !== undefined);
    if (previous === undefined) throw new Fault('CLU073', { app });
    return previous;
  }
  const matches = versions.filter(({ version }) => version.startsWith(asked));
  const [match] = matches;
  if (match === undefined || matches.length > 1) {
    const known = versions.map(({ version }) => version).join(', ');
    throw new Fault('CLU074', { app, version: asked, versions: known || '-' });
  }
  return match;
}
