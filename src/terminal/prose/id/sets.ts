import type { Catalogue } from '../catalogue.js';

/** The worker: making sets and reading them back, in Indonesian. */
export const sets: Catalogue = {
  BAK001: {
    text: 'pekerja cadangan gagal dengan cara yang tak terduga: {reason}',
    next: 'lihat lognya: docker logs induk-backup-NAMA di server itu; lalu laporkan',
  },
  BAK002: {
    text: 'dihentikan sebelum setnya lengkap; set sebelumnya tidak tersentuh',
    next: 'jalankan: induk backups create APP',
  },
  BAK003: {
    text: 'pekerja cadangan tidak punya tugas yang dapat dipakai ({reason})',
    next: 'jalankan: induk apply',
  },
  BAK004: { text: 'pekerja cadangan tidak mengenal tindakan "{action}"' },
  BAK010: {
    text: 'tidak ada repositori di {repository}',
    next: 'jalankan: induk apply   yang membuatnya; bila dulu ada, periksa brankas dahulu',
  },
  BAK011: {
    text: 'repositori {repository} sedang dikunci proses lain ({reason})',
    next: 'tunggu sampai selesai; kunci dari proses yang mati diabaikan setelah setengah jam',
  },
  BAK012: {
    text: 'kata sandi tidak membuka repositori {repository}',
    next: 'periksa BACKUP_KEY pada rahasia aplikasi, lalu jalankan: induk apply',
  },
  BAK013: {
    text: 'disk brankas penuh ({repository}): {reason}',
    next: 'beri ruang di brankas atau jalankan: induk backups prune',
  },
  BAK014: {
    text: 'brankas menolak login ke {repository} ({reason})',
    next: 'jalankan: induk apply   yang memasang kembali akun aplikasi',
  },
  BAK015: {
    text: 'brankas tidak terjangkau di {repository}: {reason}',
    next: 'periksa apakah brankas berjalan dan tidak terhalang firewall',
  },
  BAK016: {
    text: 'brankas di {repository} menunjukkan sertifikat atau kunci host yang lain dari yang dikenal: {reason}',
    next: 'pastikan dahulu bahwa itu benar brankasnya; lalu: induk vault setup',
  },
  BAK017: {
    text: 'repositori {repository} rusak: {reason}',
    next: 'biarkan apa adanya, buat set baru di tempat lain, dan lihat dengan: restic check --read-data',
  },
  BAK018: {
    text: 'restic {command} dimatikan ({reason}), mungkin karena kurang memori',
    next: 'periksa memori server: dmesg | grep -i oom; proses berikutnya berlanjut sendiri',
  },
  BAK019: {
    text: 'restic {command} gagal pada {repository}: {reason}',
    next: 'lihat baris-baris terakhirnya di atas',
  },
  BAK021: {
    text: '{count} berkas tidak terbaca dan tidak ada dalam set, pertama {path}: {reason}',
    next: 'periksa disk server: dmesg | grep -i error',
  },
  BAK022: {
    text: 'pemberitahuan lewat {way} tidak terkirim: {reason}',
    next: 'periksa `notify` di site.yaml',
  },
  BAK023: {
    text: 'tidak ada set {set}',
    next: 'lihat yang ada: induk backups list APP',
  },
  BAK024: {
    text: 'manifes set ini tidak dipahami induk ini (versi {version})',
    next: 'pakai versi induk yang membuatnya, atau yang lebih baru',
  },
  BAK025: {
    text: 'set {set} kehilangan bagian: {parts}',
    next: 'pakai set yang lebih lama, dan cari siapa yang menghapusnya dari brankas',
  },
  BAK026: {
    text: 'set {set} tidak memuat {part}',
    next: 'lihat isinya: induk backups show APP {set}',
  },
  BAK027: {
    text: '{count} view tidak berfungsi dan tidak ada dalam set: {names}',
    next: 'hapus, atau perbaiki yang dirujuknya',
  },
  BAK028: {
    text: 'set {set} sedang menggantikan data {app}: belum ada yang utuh untuk dicadangkan',
    next: 'selesaikan pemulihannya: induk backups restore {app} --in-place --set {set}   atau jalankan aplikasinya apa adanya: induk apply; lalu: induk backups create {app}',
  },
  BAK029: {
    text: 'image {image} tidak dapat disimpan ({reason}); set-nya utuh, tetapi memerlukan image dari tempat lain',
    next: 'lihat ruang disk server dan brankas; set berikutnya mencobanya lagi',
  },
  BAK030: {
    text: 'tidak ada kontainer {service} yang berjalan, jadi basis datanya tidak dapat di-dump',
    next: 'jalankan: induk status   dan hidupkan basis datanya dahulu',
  },
  BAK031: {
    text: 'dump basis data berakhir terlalu dini, setelah {bytes} byte',
    next: 'lihat apakah basis data sempat dimulai ulang, lalu: induk backups create APP',
  },
  BAK032: {
    text: 'dump basis data tidak sebagaimana mestinya: {what}',
    next: 'laporkan bersama versi basis datanya; dump ini tidak disimpan',
  },
  BAK033: {
    text: '{program} gagal di {container}: {reason}',
    next: 'lihat baris-baris terakhirnya di atas',
  },
  BAK034: {
    text: 'dump tidak dapat dimuat: {program} di {container}: {reason}',
    next: 'lihat baris-baris di atas; basis data yang sedang diisi itu jangan dipakai',
  },
  BAK035: {
    text: 'brankas {url} tidak dapat dimasuki tanpa {key}, yang belum ada di antara rahasia situs',
    next: 'mintalah kepada pengelolanya, lalu: induk secrets set site {key} --file FILE',
  },
};
