/** Environment, secrets and jobs of an app. */
import type { AppDraft, Draft, Report } from '../draft.js';
import * as patterns from '../patterns.js';

export function checkValues({ apps }: Draft, report: Report): void {
  for (const app of apps) {
    checkEnv(app, report);
    checkSecrets(app, report);
    checkJobs(app, report);
  }
}

/** Set by induk in every container; see the manual's page on the environment. */
const own = ['PORT', 'CRON_JOBS', 'TZ', 'HEALTH_HOST'];

/** Kept beside an app's secrets, and never given to the app. */
const keys = ['BACKUP_KEY', 'BACKUP_LOGIN', 'VAULT_KEY', 'VAULT_CERTIFICATE'];

function checkEnv({ source, path, opd, name, data }: AppDraft, report: Report): void {
  for (const [key, value] of Object.entries(data.env ?? {})) {
    const at = [...path, 'env', key];
    const isDatabase = key.startsWith('DB_') && data.database !== undefined;
    if (own.includes(key) || keys.includes(key) || isDatabase) {
      report(source, { code: 'INV029', args: { key }, path: at, on: 'key' });
    } else if (isSecret(key, value)) {
      const args = { key, app: `${opd}/${name}` };
      report(source, { code: 'INV030', args, path: at, on: 'key' });
    }
    const written = source.written(at);
    if (typeof value === 'number' && written !== undefined && written !== String(value)) {
      report(source, {
        code: 'INV016',
        args: { key, value: String(value), type: 'number' },
        path: at,
      });
    }
  }
}

function isSecret(key: string, value: string | number | boolean): boolean {
  if (typeof value === 'boolean' || value === '') return false;
  if (patterns.urlWithPassword.test(String(value))) return true;
  return patterns.secretKey.test(key) && !patterns.publicKey.test(key);
}

function checkSecrets({ source, path, data }: AppDraft, report: Report): void {
  const env = Object.keys(data.env ?? {});
  data.secrets?.forEach((key, i, all) => {
    const at = [...path, 'secrets', i];
    if (all.indexOf(key) < i) {
      report(source, { code: 'INV076', args: { key: 'secrets', value: key }, path: at });
    } else if (env.includes(key)) {
      report(source, { code: 'INV075', args: { key }, path: at });
    } else if (own.includes(key) || keys.includes(key)) {
      report(source, { code: 'INV029', args: { key }, path: at });
    }
  });
}

function checkJobs({ source, path, data }: AppDraft, report: Report): void {
  const names = (data.cron ?? []).map(({ name }, i) => name ?? `job-${i + 1}`);
  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    const args = { key: 'cron', value: name };
    report(source, { code: 'INV076', args, path: [...path, 'cron', i, 'name'] });
  });
}
