/** What people type → values for the database. One function for each type of field. */
import type { Value } from './database.js';
import type { Field, FieldType } from './definition.js';

export type Parsed = { value: Value } | { error: string };

type Parse = (text: string, field: Field) => Parsed;

/**
 * @param text as it came from the form; files and references are checked further in form.ts
 * @returns the value, null when an optional field is empty, or what is wrong with it
 */
export function parseValue(text: string, field: Field): Parsed {
  const clean = text.replace(/\r\n?/g, '\n').trim();
  // no use for control characters, and PostgreSQL refuses the first of them
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(clean))
    return { error: 'Ada karakter yang tidak dapat dipakai.' };
  if (field.type === 'yesno') return parsers.yesno(clean, field);
  if (clean === '') return field.required ? { error: 'Wajib diisi.' } : { value: null };
  return parsers[field.type](clean, field);
}

const parsers: Record<FieldType, Parse> = {
  text: (text, field) =>
    text.includes('\n') ? { error: 'Tulis dalam satu baris.' } : within(text, field, 200),
  paragraph: (text, field) => within(text, field, 4000),
  number: (text, field) => parseNumber(text, field),
  money: (text, field) => {
    const parsed = parseNumber(text.replace(/^Rp\.?\s*/i, ''), field);
    const isFraction = 'value' in parsed && !Number.isInteger(parsed.value);
    return isFraction ? { error: 'Tulis dalam rupiah penuh, tanpa sen.' } : parsed;
  },
  date: (text) => (isDate(text) ? { value: text } : { error: 'Tanggal ini tidak ada.' }),
  choice: (text, { choices = [] }) =>
    choices.some(({ value }) => value === text)
      ? { value: text }
      : { error: 'Pilih salah satu dari daftar.' },
  yesno: (text, { required }) =>
    required && text !== 'ya' ? { error: 'Harus disetujui.' } : { value: text === 'ya' },
  file: () => ({ value: null }),
  reference: (text) =>
    /^[1-9]\d{0,8}$/.test(text)
      ? { value: Number(text) }
      : { error: 'Pilih salah satu dari daftar.' },
  nik: parseNik,
  nip: parseNip,
  phone: parsePhone,
  email: (text) =>
    text.length <= 254 && /^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;.]+$/.test(text)
      ? { value: text }
      : { error: 'Tulis seperti: nama@contoh.go.id' },
};

function within(text: string, { min = 0, max }: Field, most: number): Parsed {
  const limit = max ?? most;
  if (text.length > limit) return { error: `Paling banyak ${limit} karakter.` };
  return text.length < min ? { error: `Paling sedikit ${min} karakter.` } : { value: text };
}

/** Indonesian notation: 1.500.000,25. */
function parseNumber(text: string, { min, max }: Field): Parsed {
  const plain = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) ? text.replaceAll('.', '') : text;
  if (!/^-?\d{1,15}(,\d{1,6})?$/.test(plain)) return { error: 'Tulis angka, misalnya 1.500.000.' };
  const value = Number(plain.replace(',', '.'));
  if (min !== undefined && value < min) return { error: `Paling kecil ${formatNumber(min)}.` };
  if (max !== undefined && value > max) return { error: `Paling besar ${formatNumber(max)}.` };
  return { value };
}

/** 16 digits: region, date of birth (women: day + 40), number. */
function parseNik(text: string): Parsed {
  const digits = text.replace(/[\s.-]/g, '');
  if (!/^\d{16}$/.test(digits)) return { error: 'NIK terdiri dari 16 angka.' };
  const region = Number(digits.slice(0, 2));
  const written = Number(digits.slice(6, 8));
  const day = written > 40 ? written - 40 : written;
  const month = Number(digits.slice(8, 10));
  const isLikely = region >= 11 && day >= 1 && day <= 31 && month >= 1 && month <= 12;
  return isLikely ? { value: digits } : { error: 'NIK ini keliru; periksa kembali angkanya.' };
}

/** 18 digits: date of birth, month of appointment, sex, number. */
function parseNip(text: string): Parsed {
  const digits = text.replace(/[\s.-]/g, '');
  if (!/^\d{18}$/.test(digits)) return { error: 'NIP terdiri dari 18 angka.' };
  const born = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  const month = Number(digits.slice(12, 14));
  const isLikely = isDate(born) && month >= 1 && month <= 12 && /[12]/.test(digits.charAt(14));
  return isLikely ? { value: digits } : { error: 'NIP ini keliru; periksa kembali angkanya.' };
}

/** Kept as +62… whichever way it was written. */
function parsePhone(text: string): Parsed {
  const digits = text.replace(/[\s().-]/g, '').replace(/^(\+?62|0)/, '');
  return /^[2-9]\d{7,11}$/.test(digits)
    ? { value: `+62${digits}` }
    : { error: 'Tulis nomor telepon, misalnya 0812 3456 7890.' };
}

function isDate(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
}

/** A value for people to read. @param labels what references are called */
export function showValue(field: Field, value: Value, labels: Map<string, string>): string {
  if (value === null || value === undefined) return '–';
  switch (field.type) {
    case 'choice':
      return field.choices?.find((choice) => choice.value === value)?.label ?? String(value);
    case 'yesno':
      return value === true ? 'Ya' : 'Tidak';
    case 'money':
      return `Rp ${formatNumber(Number(value))}`;
    case 'number':
      return formatNumber(Number(value));
    case 'date':
      return formatDate(String(value));
    case 'reference':
      return labels.get(`${field.to}/${value}`) ?? '–';
    default:
      return String(value);
  }
}

/** A value in an input, as the person could have typed it. */
export function inputValue(field: Field, value: Value): string {
  if (value === null || value === undefined) return '';
  if (field.type === 'yesno') return value === true ? 'ya' : '';
  return field.type === 'number' || field.type === 'money'
    ? formatNumber(Number(value))
    : String(value);
}

/** Personal data for those who need not read it: enough to tell two people apart. */
export function mask(text: string): string {
  if (text === '–') return text;
  const at = text.indexOf('@');
  if (at > 0) return `${text.charAt(0)}•••${text.slice(at)}`;
  const shown = Math.min(2, Math.floor(text.length / 4));
  return `${text.slice(0, shown)}••••${shown === 0 ? '' : text.slice(-shown)}`;
}

// Made once: making one takes 300 times as long as using it, and a list shows many.
const number = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 6 });
const date = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'UTC' });
const time = new Intl.DateTimeFormat('id-ID', { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('id-ID', { dateStyle: 'medium' });

export function formatNumber(value: number): string {
  return number.format(value);
}

/** 2026-08-17 → 17 Agustus 2026. */
export function formatDate(value: string): string {
  return date.format(new Date(`${value}T00:00:00Z`));
}

/** A moment, in the zone of TZ: 17 Agu 2026, 10.00. */
export function formatTime(moment: Date): string {
  return time.format(moment);
}

/** The day of a moment, short: 17 Agu 2026. */
export function formatDay(moment: Date): string {
  return day.format(moment);
}
