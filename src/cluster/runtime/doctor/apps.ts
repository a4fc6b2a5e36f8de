import type { AppStatus, Finding, PartStatus, SiteStatus } from '../model.js';
import { ok, trouble } from './finding.js';

/** Each app of the inventory runs with all its parts, and its jobs ended well. */
export function checkApps({ apps }: SiteStatus): Finding[] {
  return apps
    .filter(({ managed }) => managed)
    .flatMap((app) => {
      if (app.state === 'not deployed') {
        return [trouble('app', app.app, 'warn', 'CLU070', { app: app.app })];
      }
      const wrong = [
        ...part(app, 'web', app),
        ...part(app, 'db', app.database),
        ...part(app, 'cron', app.cron),
      ];
      return wrong.length > 0 ? wrong : [ok('app', app.app, `${app.running}/${app.wanted}`)];
    });
}

function part({ app }: AppStatus, name: string, status: PartStatus | undefined): Finding[] {
  if (status === undefined || status.state === 'running') return [];
  const { state, error } = status;
  const level = state === 'starting' ? 'warn' : 'fail';
  const service = `${app.replace('/', '-')}${name === 'web' ? '' : `-${name}`}`;
  const reason = error ?? `${status.running}/${status.wanted}`;
  return [trouble('app', app, level, 'CLU091', { app, service, part: name, state, reason })];
}
