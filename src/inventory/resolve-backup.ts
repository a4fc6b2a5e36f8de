import type { App, Keep, Notify, SiteBackup, Vault } from './model.js';
import { bytesOf } from './resolve.js';
import type { AppInput, SiteInput } from './schema.js';
import { parseSpan } from './units.js';

type Input = NonNullable<SiteInput['backup']>;

/** What stays when nothing else is said: every set for two days, a year's worth thinned out. */
const usual: Keep = { all: 48, daily: 14, weekly: 8, monthly: 12 };

export function resolveSiteBackup(input: Input): SiteBackup {
  return {
    vault: resolveVault(input.vault),
    ...(input.recipient === undefined ? {} : { recipient: input.recipient }),
    schedule: input.schedule ?? '01:00',
    window: minutesOf(input.window, 180) * 60,
    keep: resolveKeep(input.keep, usual),
    drill: input.drill ?? 'weekly',
    pointInTime: input.pointInTime ?? true,
    ...(input.limitUpload === undefined ? {} : { limitUpload: bytesOf(input.limitUpload, 0) }),
    concurrency: input.concurrency ?? 2,
    ...(input.notify === undefined ? {} : { notify: input.notify satisfies Notify }),
  };
}

function resolveVault(input: Input['vault']): Vault {
  if ('server' in input) return { kind: 'server', server: input.server, port: input.port ?? 8300 };
  if ('url' in input) return { kind: 'url', url: input.url };
  return { kind: 'path', path: input.path };
}

/** Nothing when the site has no backups, unless it is about turning them off. */
export function resolveAppBackup(
  { backup = {}, storage = {}, database }: AppInput,
  site: SiteBackup | undefined,
): Pick<App, 'backup' | 'backupOff'> {
  if (backup.off !== undefined) return { backupOff: backup.off.trim() };
  if (site === undefined) return {};
  return {
    backup: {
      schedule: backup.schedule ?? site.schedule,
      window: backup.schedule === undefined ? site.window : 0,
      keep: resolveKeep(backup.keep, site.keep),
      drill: backup.drill ?? site.drill,
      pointInTime: database !== undefined && (backup.pointInTime ?? site.pointInTime),
      volumes: Object.keys(storage).filter((key) => !backup.exclude?.includes(key)),
    },
  };
}

function resolveKeep(input: Input['keep'], otherwise: Keep): Keep {
  return {
    all: minutesOf(input?.all, otherwise.all * 60) / 60,
    daily: input?.daily ?? otherwise.daily,
    weekly: input?.weekly ?? otherwise.weekly,
    monthly: input?.monthly ?? otherwise.monthly,
  };
}

function minutesOf(text: string | undefined, otherwise: number): number {
  return (text === undefined ? undefined : parseSpan(text)) ?? otherwise;
}
