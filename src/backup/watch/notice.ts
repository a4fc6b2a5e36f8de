import type { AppId } from '../../inventory/model.js';
import type { Alarm } from '../model.js';
import type { WorkerContext } from '../worker/context.js';
import type { Notice } from '../worker/tell.js';
import type { WatchJob } from './model.js';

/** Apps named in the subject of a mail. */
const named = 3;

/** One notice for all apps of a server: when it was down for days, all of them are late. */
export interface WatchNotice extends Notice {
  apps: Late[];
}

export interface Late {
  app: AppId;
  reasons: Alarm[];
}

export function noticeOf(
  { site, server }: Pick<WatchJob, 'site' | 'server'>,
  apps: Late[],
  words: WorkerContext['words'],
): WatchNotice {
  const names = apps.length > named ? `${apps.length} apps` : apps.map(({ app }) => app).join(', ');
  const lines = apps.flatMap(({ app, reasons }) =>
    reasons.map(({ code, args }) => `${app}: ${code} ${words(code, args)}`),
  );
  const text = [`${site} ${server}: backups RED of ${names}`, ...lines].join('\n');
  return { formatVersion: 1, site, server, text, apps };
}
