/** Figures of a move's report as lines for people: what was brought over and compared. */
import type { Language } from './prose/index.js';
import { bytes, duration, grouped } from './units.js';

export type Row = [name: string, value: string];

/** What the journal says of files and of the database; older ones say less. */
interface Figures {
  files?: {
    volumes?: Record<string, { entries?: number; files?: number; bytes?: number; hashed?: number }>;
    excluded?: string[];
    /** Of an archive: what stays out, by its kind; `excluded` says the same in one language. */
    leftOut?: { kind: string; count: number; first: string }[];
    problemCount?: number;
    cuts?: number;
    proof?: Figures['files'] & { equal?: boolean };
  };
  database?: {
    version?: string;
    bytes?: number;
    seconds?: number;
    tables?: number;
    rows?: number;
    objects?: Record<string, number>;
    accounts?: string[];
    left?: { account: string; reason: string }[];
    broken?: string[];
    proof?: { tables?: number; rows?: number };
  };
  position?: { gtid?: string };
  objects?: { objects?: Record<string, number> };
  jobs?: { off?: number; ready?: number; left?: string[] };
  write?: { status?: number };
  /** Of an import: with no title, since it has no old side. */
  pages?: { path: string; status: number; title?: string }[];
}

const words = {
  en: {
    database: 'Database',
    version: 'from',
    took: 'in',
    compared: 'compared row by row',
    position: 'at the same position of its log',
    objects: 'consists of the same',
    accounts: 'Accounts',
    left: 'Accounts left there',
    broken: 'Views that did not work there',
    files: 'Files of',
    entries: 'entries',
    regular: 'files',
    hashed: 'with the same SHA-256 on both sides',
    again: 'read once more, since they had changed',
    metadata: 'names, owners, modes, times and attributes the same',
    excluded: 'Left out',
    problems: 'Could not be read',
    cuts: 'Times the link was cut',
    pages: 'Pages asked before the switch',
    alike: 'the same status and title on both sides',
    jobs: 'Cron jobs',
    off: 'off on the old host',
    word: 'off on the old host by its owner’s word',
    ready: 'ready to begin on the new server',
    leftJobs: 'Cron jobs not taken over',
    write: 'A write on the new server',
    answered: 'answered',
    tables: 'tables',
    rows: 'rows',
    kinds: {
      link: 'links that lead out',
      special: 'devices and pipes',
      homeless: 'in no folder of storage',
      outside: 'beside the app',
    },
  },
  id: {
    database: 'Basis data',
    version: 'dari',
    took: 'dalam',
    compared: 'dibandingkan baris demi baris',
    position: 'pada posisi log yang sama',
    objects: 'terdiri atas',
    accounts: 'Akun',
    left: 'Akun yang ditinggal',
    broken: 'View yang di sana pun tidak berfungsi',
    files: 'Berkas',
    entries: 'entri',
    regular: 'berkas',
    hashed: 'dengan SHA-256 yang sama di kedua sisi',
    again: 'dibaca sekali lagi karena telah berubah',
    metadata: 'nama, pemilik, mode, waktu, dan atribut sama',
    excluded: 'Tidak dibawa',
    problems: 'Tidak dapat dibaca',
    cuts: 'Sambungan terputus',
    pages: 'Halaman yang diminta sebelum pengalihan',
    alike: 'status dan judul sama di kedua sisi',
    jobs: 'Jadwal (cron)',
    off: 'mati di host lama',
    word: 'mati di host lama menurut pemiliknya',
    ready: 'siap mulai di server baru',
    leftJobs: 'Jadwal yang tidak dibawa',
    write: 'Penulisan di server baru',
    answered: 'dijawab',
    tables: 'tabel',
    rows: 'baris',
    kinds: {
      link: 'tautan ke luar',
      special: 'perangkat dan pipa',
      homeless: 'di luar folder storage',
      outside: 'di samping aplikasi',
    },
  },
} as const;

/** What was brought over. */
export function seedRows(seed: unknown, lang: Language): Row[] {
  const word = words[lang];
  const { files, database } = (seed ?? {}) as Figures;
  const { proof, accounts = [], left = [], broken = [] } = database ?? {};
  return rowsOf([
    database && [
      word.database,
      joined(
        database.bytes === undefined ? undefined : bytes(database.bytes),
        database.version && `${word.version} ${database.version}`,
        database.seconds && `${word.took} ${duration(database.seconds * 1000)}`,
        proof && `${counted(proof, lang)} ${word.compared}`,
      ),
    ],
    [word.accounts, accounts.join(', ')],
    [word.left, left.map(({ account, reason }) => `${account} (${reason})`).join(', ')],
    [word.broken, broken.join(', ')],
    ...volumeRows(files, lang, files?.proof?.volumes),
    [word.excluded, (leftOut(files, lang) ?? files?.excluded ?? []).join(', ')],
    [word.problems, countOf(files?.problemCount)],
    [word.cuts, countOf(files?.cuts)],
  ]);
}

/** Each kind with its first, and how many more. */
function leftOut(files: Figures['files'], lang: Language): string[] | undefined {
  const kinds: Record<string, string> = words[lang].kinds;
  return files?.leftOut?.map(({ kind, count, first }) => {
    const more = count > 1 ? ` +${count - 1}` : '';
    return `${kinds[kind] ?? kind} (${first}${more})`;
  });
}

/** What was compared while nobody could write. */
export function proofRows(proof: unknown, lang: Language): Row[] {
  const word = words[lang];
  const { files, database, position, objects, jobs, pages = [], write } = (proof ?? {}) as Figures;
  const consists = Object.entries(objects?.objects ?? {}).map(
    ([kind, n]) => `${grouped(n, lang)} ${kindOf(kind, n, lang)}`,
  );
  return rowsOf([
    position && [word.database, `${word.position} (${position.gtid ?? '-'})`],
    [word.database, consists.length === 0 ? '' : `${word.objects}: ${consists.join(', ')}`],
    database && [word.database, `${counted(database, lang)} ${word.compared}`],
    ...volumeRows(files, lang),
    [word.pages, pagesOf(pages, lang)],
    jobs && [word.jobs, `${offThere(jobs, lang)}, ${jobs.ready ?? 0} ${word.ready}`],
    [word.leftJobs, (jobs?.left ?? []).join(', ')],
    write && [word.write, `${word.answered} ${write.status ?? '-'}`],
  ]);
}

function pagesOf(pages: NonNullable<Figures['pages']>, lang: Language): string {
  const told = pages.map(({ path, status }) => `${path} (${status})`);
  const isOfBoth = pages.some(({ title }) => title !== undefined);
  return joined(...told, isOfBoth ? words[lang].alike : undefined);
}

function offThere({ off }: NonNullable<Figures['jobs']>, lang: Language): string {
  const word = words[lang];
  return off === undefined ? word.word : `${off} ${word.off}`;
}

function volumeRows(
  files: Figures['files'],
  lang: Language,
  proven?: Record<string, { hashed?: number }>,
): Row[] {
  const word = words[lang];
  return Object.entries(files?.volumes ?? {}).map(([volume, figures]) => {
    const { entries, files: regular, bytes: size, hashed } = figures;
    const before = proven?.[volume]?.hashed;
    return [
      `${word.files} ${volume}`,
      joined(
        entries === undefined ? undefined : `${grouped(entries, lang)} ${word.entries}`,
        regular === undefined ? undefined : `${grouped(regular, lang)} ${word.regular}`,
        size === undefined ? undefined : bytes(size),
        before === undefined ? undefined : `${grouped(before, lang)} ${word.hashed}`,
        hashed === undefined ? undefined : word.metadata,
        hashed ? `${grouped(hashed, lang)} ${word.again}` : undefined,
      ),
    ];
  });
}

function counted({ tables = 0, rows = 0 }: { tables?: number; rows?: number }, lang: Language) {
  const word = words[lang];
  return `${grouped(tables, lang)} ${word.tables}, ${grouped(rows, lang)} ${word.rows}`;
}

/** Of what databases call them; an import's journal has some in the plural. */
const kinds: Record<string, string> = {
  table: 'tabel',
  row: 'baris',
  column: 'kolom',
  key: 'kunci',
};

function kindOf(told: string, count: number, lang: Language): string {
  const kind = told.replace(/s$/, '');
  if (lang === 'id') return kinds[kind] ?? kind;
  return count === 1 ? kind : `${kind}s`;
}

const countOf = (count = 0): string => (count === 0 ? '' : `${count}`);

const joined = (...parts: (string | number | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '' && part !== 0).join(', ');

const rowsOf = (rows: (Row | undefined)[]): Row[] =>
  rows.filter((row): row is Row => row !== undefined && row[1] !== '');
