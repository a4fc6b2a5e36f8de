import { Fault } from '../../../fault.js';
import type { Finding } from '../model.js';

export const ok = (check: string, subject: string, detail = ''): Finding => ({
  check,
  subject,
  level: 'ok',
  ...(detail === '' ? {} : { detail }),
});

export const trouble = (
  check: string,
  subject: string,
  level: 'warn' | 'fail',
  code: string,
  args: Record<string, string | number>,
): Finding => ({ check, subject, level, code, args });

/** An expected error as a failed check; any other is a bug and goes on. */
export function failed(check: string, subject: string, error: unknown): Finding {
  if (!(error instanceof Fault)) throw error;
  return trouble(check, subject, 'fail', error.code, error.args);
}
