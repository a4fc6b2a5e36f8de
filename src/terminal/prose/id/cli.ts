import type { Catalogue } from '../catalogue.js';

export const cli: Catalogue = {
  INV000: {
    text: 'inventaris {root} memuat {errors} kesalahan',
    next: 'perbaiki baris-baris di atas, lalu jalankan: induk validate',
  },
  CLI001: {
    text: 'inventaris tidak ditemukan: tidak ada site.yaml di {from} atau di atasnya, dan tidak ada ./inventory',
    next: 'jalankan: induk init   atau sebutkan foldernya: --inventory DIR (atau INDUK_INVENTORY)',
  },
  CLI002: {
    text: 'dihentikan oleh {signal}',
    next: 'jalankan perintah yang sama lagi; pekerjaan dilanjutkan dari titik berhenti',
  },
  CLI003: { text: '{problem}', next: 'jalankan: induk {command} --help' },
  CLI004: {
    text: 'perlu jawaban ("{question}"), tetapi tidak ada yang dapat ditanya (tanpa terminal, --no-input atau CI)',
    next: 'berikan lewat baris perintah: {flag}',
  },
  CLI005: { text: 'tidak dikonfirmasi; tidak ada yang diubah' },
  CLI006: {
    text: '--{flag} berisi "{given}", padahal yang dimaksud "{name}"; tidak ada yang diubah',
    next: 'berikan nama yang tepat: --{flag} {name}',
  },
  CLI007: {
    text: 'tidak ada nilai untuk {name} di masukan standar',
    next: 'alirkan nilainya, mis.: induk {command} < BERKAS   atau jalankan di terminal agar ditanya',
  },
  CLI008: { text: 'perintah "{given}" tidak dikenal', next: 'jalankan: induk help' },
  CLI009: {
    text: 'tidak ada site.yaml di folder inventaris {root}',
    next: 'jalankan: induk init --inventory {root}   atau sebutkan folder lain dengan --inventory',
  },
  CLI010: {
    text: 'tidak dapat membaca {path}: {reason}',
    next: 'periksa apakah berkasnya ada dan milik Anda',
  },
  CLI011: { text: 'keluaran ditutup sebelum perintah selesai' },
  CLI012: {
    text: 'perintah "{given}" tidak dikenal',
    next: 'mungkin maksud Anda: induk {suggestion}',
  },
  CLI013: {
    text: '{path} berukuran {bytes} bita; satu berkas inventaris paling besar {limit}',
    next: 'pecah berkasnya: satu berkas per OPD di opd/',
  },
  CLI014: {
    text: '{path} menunjuk ke luar folder inventaris',
    next: 'ganti tautan simbolis itu dengan berkasnya sendiri',
  },
  CLI015: {
    text: 'sumber "{source}" milik {app} tidak ada',
    next: 'buat {path} atau perbaiki jalurnya',
  },
  CLI016: {
    text: 'sumber "{source}" milik {app} keluar dari ruang kerja {workspace}',
    next: 'pindahkan sumbernya ke dalam ruang kerja; jalur relatif terhadap folder inventaris',
  },
  CLI017: {
    text: 'sumber "{source}" milik {app} bukan folder',
    next: 'sebutkan folder tempatnya',
  },
  BUG: {
    text: 'Ini kesalahan di induk, bukan pada tulisan Anda: {summary}',
    next: 'laporkan dengan berkas {log}; lihat dulu isinya, di dalamnya tidak ada inventaris dan tidak ada rahasia yang kami ketahui',
  },
  CLI020: {
    text: '{name} bukan port TCP: {value}',
    next: 'isi angka 1 sampai 65535, atau hapus variabelnya',
  },
};
