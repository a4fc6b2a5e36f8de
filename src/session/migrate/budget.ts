import { exitCodes, Fault } from '../../fault.js';

/** Seconds of `30s`, `2m` or a plain number of seconds. @throws Fault MIG261 exit 64 */
export function secondsOf(text: string): number {
  const [, number = '', unit = 's'] = /^(\d{1,6})(s|m)?$/.exec(text.trim()) ?? [];
  const seconds = Number(number) * (unit === 'm' ? 60 : 1);
  if (number === '' || seconds < 1 || seconds > 3600) {
    throw new Fault('MIG261', { given: text }, { exit: exitCodes.usage });
  }
  return seconds;
}
