import type { Catalogue } from '../catalogue.js';

/** Deployments of one app, and the keys that may make them, in Indonesian. */
export const deploy: Catalogue = {
  DEP001: {
    text: '{app} dibangun dari sumbernya; --image untuk aplikasi yang runtime-nya image',
    next: 'Hapus --image, atau tulis "runtime: {image: …}" untuk aplikasi itu.',
  },
  DEP002: {
    text: '{app} tidak punya sumber untuk dibangun; runtime-nya image atau kodenya di volume',
    next: 'Hapus --source.',
  },
  DEP003: {
    text: '"{given}" bukan lama waktu',
    next: 'Tulis seperti 90s, 10m, atau 1h.',
  },
  DEP004: { text: 'folder {source} tidak ada', next: 'Sebutkan folder aplikasi dengan --source.' },
  DEP005: { text: 'Pasang {app} versi {version} menggantikan {before} di {origin}?' },
  DEP006: { text: '{app} berjalan dengan versi {version}{of} {url}' },
  DEP008: { text: 'menunggu {holder} ({reason}), yang memegang site sejak {started} …' },
  DEP009: {
    text: 'menurut inventaris, {app} memakai {source}; induk apply berikutnya mengembalikannya',
  },
};
