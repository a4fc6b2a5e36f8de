/** The doctor's findings, a line each, with the next step below what is not well. */
import type { Finding } from '../cluster/runtime/model.js';
import type { Paint } from './colour.js';
import { type Language, nextWord, phrase } from './prose/index.js';

const checks: Record<Language, Record<string, string>> = {
  en: {},
  id: {
    program: 'program',
    inventory: 'inventaris',
    key: 'kunci',
    server: 'server',
    engine: 'engine',
    disk: 'disk',
    swarm: 'swarm',
    node: 'node',
    proxy: 'proxy',
    routes: 'rute',
    app: 'aplikasi',
    lock: 'penguncian',
    domain: 'domain',
    port: 'port',
  },
};

const levels = {
  en: { ok: 'ok  ', warn: 'warn', fail: 'FAIL' },
  id: { ok: 'ok   ', warn: 'awas ', fail: 'GAGAL' },
} as const;

/** A finding as one line, or two when something should be done. */
export function renderFinding(
  { check, subject, level, code, args, detail }: Finding,
  { lang, paint }: { lang: Language; paint: Paint },
): string {
  const colour = { ok: paint.green, warn: paint.yellow, fail: paint.red }[level];
  const name = (checks[lang][check] ?? check).padEnd(10);
  const head = `${colour(levels[lang][level])} ${name} ${subject}`.trimEnd();
  if (code === undefined) return detail === undefined ? head : `${head}  ${paint.dim(detail)}`;
  const { text, next } = phrase(code, args, lang);
  const line = `${head}  ${code} ${text}`;
  return next === undefined ? line : `${line}\n     ${nextWord[lang]} ${next}`;
}
