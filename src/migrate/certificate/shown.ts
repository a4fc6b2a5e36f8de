/** What visitors of the old host are shown over HTTPS, judged for a move. Pure. */
import type { App } from '../../inventory/model.js';
import type { Certificate } from '../inspect/model.js';

const warn = (code: string, args: Record<string, string | number>) =>
  ({ verdict: 'warn', code, args }) as const;

/** Until DNS leads to the new server nobody else can give it a certificate of these names. */
export function judgeShown({ id, domains }: Pick<App, 'id' | 'domains'>, shown?: Certificate) {
  if (domains.length === 0) return undefined;
  if (shown === undefined) return warn('MIG285', { app: id });
  if (shown.days < 0) return warn('MIG286', { file: shown.file, days: -shown.days });
  const lacking = domains.filter((domain) => !shown.names.some((name) => isFor(name, domain)));
  return lacking.length === 0
    ? undefined
    : warn('MIG287', { file: shown.file, names: lacking.join(', ') });
}

/** `*.kota.go.id` is for one label more. */
function isFor(name: string, domain: string): boolean {
  const [known, asked] = [name.toLowerCase(), domain.toLowerCase()];
  if (!known.startsWith('*.')) return known === asked;
  return asked.split('.').slice(1).join('.') === known.slice(2);
}
