import type { Catalogue } from '../catalogue.js';

/** Aplikasi dari arsip dan dump yang diserahkan, dalam bahasa Indonesia. */
export const migrate: Catalogue = {
  MIG300: { text: '{file} tidak dapat dibaca ({reason})' },
  MIG301: {
    text: '{file} rusak: {reason}',
    next: 'mintalah atau salin sekali lagi, lalu bandingkan ukuran dan checksum-nya; tidak ada yang diubah',
  },
  MIG302: {
    text: '{file} memerlukan program {program} untuk dibuka, yang tidak ada di mesin ini',
    next: 'jalankan: apt-get install {package}   atau buka lalu kemas sebagai tar.gz',
  },
  MIG303: {
    text: '{file} berisi entri yang tidak dapat dibawa apa adanya: {name}',
    next: 'buka lalu kemas lagi dengan tar, tanpa --sparse; tidak ada yang diubah',
  },
  MIG304: {
    text: 'semua isi arsip ada di satu folder, {folder}, atau sebagian tidak: tidak jelas folder mana aplikasinya ({at})',
    next: 'sebutkan: --root {folder}, atau --root . untuk seluruh arsip',
  },
  MIG305: {
    text: '{file} berisi nama yang mengarah ke luar: {name}',
    next: 'tidak ada program yang mengemas aplikasi seperti itu: cari tahu asalnya; tidak ada yang dibuka',
  },
  MIG306: {
    text: '{file} berisi tautan yang mengarah ke luar aplikasi: {name} -> {target}',
    next: 'tinggalkan tautan seperti itu: --leave-links   atau kemas arsip bersama isinya',
  },
  MIG307: {
    text: '{file} tidak berisi apa pun dari aplikasi: tidak ada volumenya di folder {root} dari arsip, yang dianggap {at}',
    next: 'sebutkan foldernya dan letaknya dahulu: --root FOLDER --at PATH',
  },
  MIG308: {
    text: 'disk server baru penuh; tidak ada bagian aplikasi yang disimpan',
    next: 'kosongkan ruang, atau pilih server berdisk lebih besar, lalu jalankan lagi',
  },
  MIG309: {
    text: 'arsip berisi sesuatu yang tidak dapat dibuat: {name} ({reason})',
    next: 'buka lalu kemas lagi; tidak ada bagian aplikasi yang disimpan',
  },
  MIG310: {
    text: '{file} berakhir sebelum selesai, di baris {line}: berkas itu terpotong',
    next: 'mintalah sekali lagi, atau buat dump baru; tidak ada yang dimuat',
  },
  MIG311: {
    text: 'tidak ada tanda di {file} bahwa isinya sampai selesai (baris {line}), jadi mungkin terpotong',
    next: 'buat dump lagi dengan mariadb-dump, mysqldump, atau pg_dump tanpa --compact atau --skip-comments',
  },
  MIG312: {
    text: '{file} berisi pernyataan di baris {line} yang tidak ada di dump aplikasi mana pun: {statement}',
    next: 'hapus, atau buat dump lagi hanya dari basis data ini; tidak ada yang dimuat',
  },
  MIG313: {
    text: '{file} adalah dump dari {found}, sedangkan basis data aplikasi adalah {wanted}',
    next: 'perbaiki database: aplikasi di inventaris, atau mintalah dump yang benar',
  },
  MIG314: {
    text: '{file} mengurutkan teks dengan cara yang tidak dikenal basis data baru: {collations}',
    next: 'sebutkan penggantinya: --collation-map {first}=utf8mb4_unicode_ci   atau pilih versi lebih baru di database:',
  },
  MIG315: {
    text: '{file} dari PostgreSQL {from}, lebih baru daripada milik aplikasi {own}',
    next: 'tulis versi yang lebih baru di database: aplikasi di inventaris',
  },
  MIG316: {
    text: 'basis data baru menolak {file}: {reason}',
    next: 'tidak ada bagian aplikasi yang disimpan; perbaiki yang disebut, lalu jalankan lagi',
  },
  MIG317: {
    text: 'yang dimuat tidak sama dengan isi {file} ({what})',
    next: 'tidak ada bagian aplikasi yang disimpan; jalankan lagi, dan bila terulang buat dump dengan cara lain',
  },
  MIG318: {
    text: '{file} tidak tiba seperti ketika dibaca: sambungan terputus, atau berkas itu berubah',
    next: 'tidak ada bagian aplikasi yang disimpan; jalankan lagi',
  },
  MIG319: {
    text: 'disk {server} tersisa {free} byte, sedangkan ini memerlukan {needed}',
    next: 'kosongkan ruang, atau pilih server berdisk lebih besar; tidak ada yang dikirim',
  },
  MIG320: {
    text: 'menurut inventaris, {app} diimpor dengan: {flags}',
    next: 'lihat storage: dan database: aplikasi di inventaris',
  },
  MIG321: {
    text: '{file} dari beberapa basis data: {databases}',
    next: 'mintalah dump basis data aplikasi itu saja; tidak ada yang dimuat',
  },
  MIG322: {
    text: '{app} sudah ada: {what}',
    next: 'impor hanya membuat aplikasi baru; untuk mulai lagi: induk destroy {app} --volumes',
  },
  MIG323: {
    text: '{path} dijawab dengan {status}, bukan {expect}; belum ada yang diarahkan ke aplikasi',
    next: 'lihat: induk logs {app}   perbaiki lalu jalankan lagi: datanya ada dan tetap',
  },
  MIG324: {
    text: '{app} dibuat, atau sedang dibuat, dari arsip: tidak ada pemindahan yang dapat dilanjutkan',
    next: 'lihat: induk migrate status {app}   untuk memindahkannya, buang dahulu: induk destroy {app} --volumes',
  },
  MIG325: {
    text: '“{given}” tidak menyebut collation mana menggantikan yang mana',
    next: 'tulis begini: --collation-map utf8mb4_0900_ai_ci=utf8mb4_unicode_ci',
  },
  MIG326: {
    text: '{file} berisi beberapa dump, atau tidak ada: {dumps}',
    next: 'sebutkan satu: --database NAMA',
  },
  MIG327: {
    text: '{app} berjalan di {server}, dengan yang diserahkan: {url}',
    next: 'pastikan alamatnya mengarah ke sini, lalu: induk backups create {app}',
  },
  MIG328: {
    text: '{app} akan dibuat di {server}: memerlukan {needed} byte dari {free} yang tersisa. Tidak ada yang diubah atau dikirim',
  },
  MIG329: {
    text: 'tidak ada yang menyebut kata sandi basis data {app}',
    next: 'berikan yang ada di pengaturan aplikasi: induk secrets set {app} DB_PASSWORD   atau, bila dibaca dari lingkungan: induk secrets generate {app} DB_PASSWORD',
  },
};
