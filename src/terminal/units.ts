/** Bytes, durations and points in time, as people read them. */
import type { Language } from './prose/index.js';

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes with a binary unit and at most one decimal: `1536` → `1.5KiB`, as the inventory writes them. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < binary.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const rounded = Math.round(value * 10) / 10;
  return `${rounded}${binary[unit]}`;
}

/** Milliseconds as `450 ms`, `2.4 s`, `3 min 05 s`, `2 h 10 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.max(1, Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  const [d, h, min, s] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  if (d > 0) return `${d} d ${h} h`;
  if (h > 0) return `${h} h ${two(min)} min`;
  return `${min} min ${two(s)} s`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** RFC 3339 in UTC, for people who keep it: `2026-03-01 09:13:23 UTC`. */
export const instant = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

/** A count, grouped from five digits on, where one loses count: `3,812,993`. */
export const grouped = (count: number, lang: Language): string =>
  new Intl.NumberFormat(lang, { useGrouping: 'min2' }).format(count);

const steps = [
  { under: 60, size: 1, en: 'second', id: 'detik' },
  { under: 3600, size: 60, en: 'minute', id: 'menit' },
  { under: 86_400, size: 3600, en: 'hour', id: 'jam' },
  { under: Number.POSITIVE_INFINITY, size: 86_400, en: 'day', id: 'hari' },
] as const;

/** How long ago (or ahead) `then` is, seen from `now`: `3 minutes ago`, `in 2 days`. */
export function relativeTime(then: Date, now: Date, lang: Language = 'en'): string {
  const seconds = Math.round((then.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  const step = steps.find(({ under }) => distance < under) ?? steps[3];
  const count = Math.floor(distance / step.size);
  if (lang === 'id') return seconds > 0 ? `${count} ${step.id} lagi` : `${count} ${step.id} lalu`;
  const words = `${count} ${step.en}${count === 1 ? '' : 's'}`;
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}
