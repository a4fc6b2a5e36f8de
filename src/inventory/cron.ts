/** Five-field schedules of crontab(5), as Debian's cron reads them. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  name: string;
  min: number;
  max: number;
  names?: string[];
}

const fields: Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: months },
  { name: 'weekday', min: 0, max: 7, names: days },
];

/**
 * What is wrong with a schedule.
 *
 * @returns undefined when cron will accept it; else the name of the faulty field,
 *   or `count` when there are not exactly five
 */
export function cronFault(expression: string): string | undefined {
  const parts = expression.trim().split(/[ \t]+/);
  if (parts.length !== fields.length) return 'count';
  return fields.find((field, i) => !isField(parts[i] ?? '', field))?.name;
}

function isField(text: string, field: Field): boolean {
  return text.split(',').every((item) => isItem(item, field));
}

function isItem(item: string, field: Field): boolean {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !isStep(step))) return false;
  if (range === '*') return true;
  const [from = '', to, ...rest] = range.split('-');
  if (rest.length > 0) return false;
  // `5/10` does not do what it seems to say: depending on its version cron ignores or refuses it
  if (to === undefined) return step === undefined && numberOf(from, field) !== undefined;
  const low = numberOf(from, field);
  const high = numberOf(to, field);
  return low !== undefined && high !== undefined && low <= high;
}

function isStep(text: string): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) > 0;
}

function numberOf(text: string, field: Field): number | undefined {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named !== -1) return named + field.min;
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value : undefined;
}
