import { type ExitCode, exitCodes } from '../../fault.js';
import type { Language } from '../prose/index.js';

const meanings: Record<Language, Record<keyof typeof exitCodes, string>> = {
  en: {
    done: 'done',
    failed: 'failed; the message says what and what to do next',
    changesPresent:
      'changes are needed (`induk plan --detailed-exitcode`), or pages differ (`induk migrate rehearse`)',
    someAppsFailed: 'some apps failed, the others are done; the summary names them',
    usage: 'the command line is wrong, or an answer is needed and nobody can be asked',
    invalidInventory: 'the inventory is invalid; every error is shown',
    locked: 'another run holds the lock; the message says whose',
    interrupted: 'interrupted (Ctrl-C, SIGTERM, SIGHUP); running again continues',
  },
  id: {
    done: 'selesai',
    failed: 'gagal; pesan menjelaskan apa dan langkah berikutnya',
    changesPresent:
      'ada perubahan yang perlu dilakukan (`induk plan --detailed-exitcode`), atau ada halaman yang berbeda (`induk migrate rehearse`)',
    someAppsFailed: 'sebagian aplikasi gagal, yang lain selesai; ringkasan menyebutkannya',
    usage: 'baris perintah salah, atau perlu jawaban tetapi tidak ada yang dapat ditanya',
    invalidInventory: 'inventaris tidak sah; semua kesalahan ditampilkan',
    locked: 'proses lain memegang kunci; pesan menyebutkan siapa',
    interrupted: 'dihentikan (Ctrl-C, SIGTERM, SIGHUP); jalankan lagi untuk melanjutkan',
  },
};

export interface ExitCodeHelp {
  code: ExitCode;
  name: string;
  meaning: string;
}

/** Every exit code with its meaning, in ascending order. */
export function exitCodeHelp(lang: Language): ExitCodeHelp[] {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return names
    .map((name) => ({ code: exitCodes[name], name, meaning: meanings[lang][name] }))
    .sort((a, b) => a.code - b.code);
}
