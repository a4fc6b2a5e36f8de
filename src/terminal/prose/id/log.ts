import type { Catalogue } from '../catalogue.js';

/** Logs that are followed, and restores to a second, in Indonesian. */
export const log: Catalogue = {
  BAK164: {
    text: '{at} tidak dapat dikembalikan; yang dapat: {spans}',
    next: 'sebutkan saat di dalamnya, atau sebuah set: induk backups list APP',
  },
  BAK165: {
    text: 'set {set} tidak tahu tempatnya dalam catatan perubahan, maka tak ada yang dapat diulang di atasnya',
    next: 'set itu dari sebelum basis data mencatat perubahan; sebutkan set yang lebih baru, atau saat sesudahnya',
  },
  BAK166: {
    text: 'catatan perubahan berlubang: berkas {from} sampai {to} hilang sebelum disimpan',
    next: 'saat sesudah lubang baru dapat dikembalikan bila ada set lain: induk backups create APP; lalu lihat mengapa catatan tidak diikuti: docker logs induk-log-NAMA',
  },
  BAK167: {
    text: 'catatan perubahan rusak di {file} pada bita {offset}: {reason}',
    next: 'periksa repositori (induk backups verify --data 100); saat sebelum itu masih dapat dikembalikan',
  },
  BAK168: {
    text: 'basis data {app} tidak mencatat perubahan',
    next: 'mutakhirkan layanannya: induk apply',
  },
  BAK169: {
    text: 'catatan perubahan tidak dapat diulang di {container}: {program}: {reason}',
    next: 'lihat baris di atas; aplikasi yang hidup tidak tersentuh',
  },
  BAK200: {
    text: '{at} lebih lama dari semua yang dapat dipulihkan dari {app}: yang dapat ialah setiap detik mulai {oldest}',
    next: 'sebut detik yang lebih baru, atau sebuah set: induk backups list {app}',
  },
  BAK201: {
    text: '{at} dari {app} belum ada di brankas: detik terbaru yang dapat dipulihkan ialah {newest}',
    next: 'jalankan lagi dengan   --at "{newest}"   atau, bila server aplikasinya hidup, semenit lagi',
  },
  BAK202: {
    text: 'catatan perubahan {app} terputus dari {from} sampai {to}, dan {at} ada di dalamnya',
    next: 'sebut detik sebelum atau sesudahnya, atau sebuah set: induk backups list {app}',
  },
  BAK203: {
    text: 'belum ada yang tersimpan sebagai pangkal catatan perubahan',
    next: 'buat sebuah set: induk backups create APLIKASI',
  },
  BAK204: {
    text: 'catatan perubahan basis datanya belum diikuti',
    next: 'jalankan: induk apply   dan bila tetap begitu, lihat: docker logs induk-log-NAMA di server',
  },
  BAK205: {
    text: 'catatan perubahan basis datanya tidak diikuti sejak {minutes} menit',
    next: 'jalankan lagi: induk backups schedule --repair',
  },
  BAK206: {
    text: 'catatan perubahan basis datanya tertinggal {minutes} menit ({reason})',
    next: 'lihat sebabnya: docker logs induk-log-NAMA di server; dan apakah brankas menjawab: induk backups verify',
  },
  BAK207: {
    text: 'catatan perubahan basis datanya belum pernah tersimpan ({reason})',
    next: 'lihat sebabnya: docker logs induk-log-NAMA di server',
  },
  BAK208: {
    text: '{at} ada di masa depan: di sana sekarang {now}',
    next: 'sebut detik yang sudah lewat; tanpa selisih waktu, yang dipakai zona waktu situs',
  },
  BAK209: {
    text: 'Basis data {app} di {site} dikembalikan ke {time}, dan berkasnya ke set {set} ({reason}, {at}). Itu dibuktikan dulu dalam uji pulih dan yang ada sekarang disimpan; lalu aplikasi berhenti sampai datanya kembali. Yang ditulis sesudah {time} hanya tinggal di set pengaman. Ketik {app} untuk melanjutkan',
  },
  BAK210: {
    text: 'basis data kembali ke keadaan {time}; berkasnya dari set {set} ({at}), {older} sebelumnya',
  },
  BAK211: {
    text: 'Basis data kembali ke keadaan {time} ({bytes} catatannya diputar ulang sesudah set), berkasnya ke {files}.',
  },
};
