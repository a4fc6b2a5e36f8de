import type { Catalogue } from '../catalogue.js';

/** What is strange about sets, and how fresh they are, in Indonesian. */
export const alarms: Catalogue = {
  BAK140: {
    text: 'dump basis data menyusut dari {before} menjadi {bytes} byte',
    next: 'periksa apakah data sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK141: {
    text: 'dump basis data membesar dari {before} menjadi {bytes} byte',
    next: 'cari tabel yang terus terisi, atau sesuatu yang menulis tanpa henti',
  },
  BAK142: {
    text: 'volume "{volume}" menyusut dari {before} menjadi {bytes} byte',
    next: 'periksa apakah berkas sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK143: {
    text: 'volume "{volume}" membesar dari {before} menjadi {bytes} byte',
    next: 'cari berkas yang tidak semestinya ada di sana',
  },
  BAK144: {
    text: 'ada tabel yang hilang sejak set terakhir ({count}): {names}',
    next: 'periksa apakah sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK145: {
    text: 'ada tabel kosong yang berisi baris di set terakhir ({count}): {names}',
    next: 'periksa apakah sengaja dikosongkan; set yang lebih lama masih memiliki barisnya',
  },
  BAK146: {
    text: '{changed} dari {files} berkas volume "{volume}" berubah sejak set terakhir',
    next: 'lihat beberapa di antaranya: ransomware mengubah berkas secara massal; set lama tidak tersentuh',
  },
  BAK147: {
    text: '{changed} dari {files} berkas volume "{volume}" berubah sejak set terakhir dan tampak terenkripsi',
    next: 'anggap ransomware: hentikan aplikasi, biarkan brankas apa adanya, pulihkan set yang lebih lama',
  },
  BAK148: {
    text: '{part} ada di set terakhir dan tidak ada di set ini',
    next: 'bila inventaris tidak berubah, periksa volume dan basis data aplikasi',
  },
  BAK149: {
    text: 'set bertanggal {at}, sebelum set terakhir ({before})',
    next: 'bandingkan jam server: induk servers check',
  },
  BAK150: {
    text: 'basis data kehilangan {kind} sejak set terakhir (dulu {before}, kini {count})',
    next: 'periksa apakah sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK151: {
    text: 'ada set bertanggal di masa depan ({count}, pertama {at}, snapshot {snapshot}); tidak ada yang dihapus',
    next: 'bandingkan jam server; bila benar, set itu dipalsukan: lupakan di brankas',
  },
  BAK152: {
    text: 'muncul set bertanggal sebelum pemangkasan terakhir ({count}, pertama {at}, snapshot {snapshot}); tidak ada yang dihapus',
    next: 'bila tidak ada yang menyalin set lama ke sana, set itu dipalsukan: lupakan di brankas',
  },
  BAK153: {
    text: 'tanggal snapshot {snapshot} tidak dapat dibaca; tidak ada yang dihapus',
    next: 'periksa di brankas: restic snapshots',
  },
  BAK154: {
    text: 'dump memuat {count} dari {expected} {kind} yang ada di basis data',
    next: 'buat set lagi; bila tetap begitu, periksa program dump di kontainer basis data: set ini tidak memuatnya',
  },
  BAK155: {
    text: 'situs ini tidak punya cadangan',
    next: 'tambahkan backup: di site.yaml, lalu: induk vault setup',
  },
  BAK156: { text: 'dimatikan: {reason}' },
  BAK157: { text: 'belum pernah dicadangkan', next: 'jalankan: induk backups create {app}' },
  BAK158: {
    text: 'set terakhir berumur {hours} jam',
    next: 'jalankan: induk backups create {app}; dan lihat pengatur waktunya: induk backups schedule',
  },
  BAK159: {
    text: 'pencadangan pada {at} gagal ({reason})',
    next: 'jalankan: induk backups create {app}',
  },
  BAK160: {
    text: 'belum pernah dipulihkan dalam latihan',
    next: 'jalankan: induk backups drill {app}',
  },
  BAK161: {
    text: 'latihan terakhir yang berhasil {days} hari lalu',
    next: 'jalankan: induk backups drill {app}; dan lihat pengatur waktunya: induk backups schedule',
  },
  BAK162: {
    text: 'latihan pada {at} gagal ({reason})',
    next: 'jalankan: induk backups drill {app}',
  },
  BAK163: {
    text: 'ada catatan bertanggal di masa depan ({at})',
    next: 'bandingkan jam server: induk servers check',
  },
  BAK171: {
    text: 'belum pernah dipulihkan dalam latihan sejak set pertamanya, {days} hari lalu',
    next: 'jalankan: induk backups drill {app}; dan lihat pengatur waktunya: induk backups schedule',
  },
};
