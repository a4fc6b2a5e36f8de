import type { Catalogue } from '../catalogue.js';

/** Berkas dan basis data dalam perjalanan dari host lama, dalam bahasa Indonesia. */
export const moving: Catalogue = {
  // berkas
  MIG050: {
    text: 'host lama {address} tidak punya rsync',
    next: 'di host lama, sebagai root, jalankan: apt-get install -y rsync   lalu jalankan ini lagi',
  },
  MIG051: {
    text: 'tidak ada folder {path} di host lama {address}',
    next: 'perbaiki di bawah legacy: aplikasi itu dalam inventaris',
  },
  MIG052: {
    text: 'berkas {volume} tidak dapat dipindahkan: {reason}',
    next: 'perbaiki yang disebutkan, lalu jalankan lagi: yang sudah tiba tetap disimpan',
  },
  MIG053: {
    text: 'cakram server baru penuh; berkas {volume} tidak muat',
    next: 'sediakan ruang atau pilih server dengan cakram lebih besar, lalu jalankan lagi',
  },
  MIG054: {
    text: 'sambungan ke host lama terputus {times} kali tanpa kemajuan ({reason})',
    next: 'jalankan lagi saat sambungan membaik: pekerjaan berlanjut dari titik terakhir',
  },
  MIG055: {
    text: 'host lama {address} tidak dapat mendaftar sidik berkasnya ({reason})',
    next: 'dibutuhkan find, xargs dan sha256sum dari GNU, seperti di setiap Debian sejak 9',
  },
  MIG058: {
    text: 'host lama tidak mengizinkan {count} berkas atau folder aplikasi dibaca, pertama {first} ({reason}); tentangnya tidak ada yang dapat dibuktikan, dan tanpanya aplikasi tidak dialihkan',
    next: 'izinkan legacy.user membacanya di sana, atau menjadi root, lalu: induk migrate sync',
  },
  MIG059: {
    text: 'host lama tidak mengizinkan {count} berkas atau folder {app} dibaca, pertama {first} ({reason}): pengalihannya akan ditolak. Izinkan legacy.user membacanya di sana, atau menjadi root, lalu: induk migrate sync {app}',
  },
  // basis data
  MIG071: {
    text: 'dump basis data lama berakhir sebelum selesai, setelah {bytes} bita; tidak ada yang disimpan',
    next: 'jalankan lagi; bila terulang, lihat log basis data lama',
  },
  MIG072: {
    text: 'basis data baru menolak isi dari {name}: {reason}',
    next: 'tidak ada yang disimpan, dan yang lama tetap seperti semula',
  },
  MIG074: {
    text: 'basis data {name} tidak dapat menjalankan perubahan yang diterimanya: {reason}',
    next: 'salin ulang: induk migrate start APP',
  },
  MIG075: {
    text: 'basis data {name} di host lama {address} menolak: {reason}',
    next: 'periksa akun dan sandinya, atau apakah pengguna SSH adalah root atau boleh sudo',
  },
  MIG076: {
    text: 'basis data lama berversi {old}, yang baru {new}: pemindahan mempertahankan versi',
    next: 'tulis versi lama di bawah database: aplikasi itu dalam inventaris',
  },
  MIG077: {
    text: 'basis data baru {service} tidak kembali dalam dua menit',
    next: 'lihat lognya: induk logs APP --service db',
  },
  MIG078: {
    text: 'tidak diketahui dari titik perubahan mana {name} harus diikuti',
    next: 'salin ulang: induk migrate start APP',
  },
  MIG079: {
    text: 'terowongan ke host lama {address} tidak dapat dibuat: {reason}',
    next: 'server SSH-nya harus mengizinkan penerusan (AllowTcpForwarding)',
  },
  MIG080: {
    text: 'basis data baru tidak tersambung ke yang lama dari {name}: {reason}',
    next: 'periksa apakah basis data lama menjawab dan server SSH-nya mengizinkan penerusan',
  },
  MIG081: {
    text: 'basis data {name} belum menyusul dalam {seconds} detik',
    next: 'tunggu sampai selisihnya kecil, lalu coba lagi',
  },
  MIG082: {
    text: 'sandi akun basis data {user} diganti di host lama {address}; di server baru sandinya masih DB_PASSWORD, yang berbeda',
    next: 'beri aplikasi sandi yang baru: induk secrets set APP DB_PASSWORD   lalu: induk migrate start APP',
  },
  MIG083: {
    text: '{count} sesi di host lama {address} lebih tua dari pemindahan ini dan mencatat pernyataan, yang di server baru bisa berhasil lain: {sessions}',
    next: 'mulai ulang yang memegangnya di sana (layanan, PHP), lalu jalankan lagi; atau dump basis datanya: --method dump',
  },
  MIG090: {
    text: 'basis data {name} tidak dapat dikembalikan ke host lama {address}: {reason}',
    next: 'yang lama tetap seperti semula, dan aplikasi terus berjalan di server baru; perbaiki sebabnya, lalu coba lagi',
  },
  MIG091: {
    text: 'server basis data di host lama {address} sudah mengikuti aplikasi lain yang telah dialihkan dan belum ditetapkan; {name} harus menunggu',
    next: 'tetapkan dulu yang itu, atau kembalikan: induk migrate status',
  },
  MIG098: {
    text: 'pemindahan aplikasi lain dari {address} ({other}) memakai porta {port} di sana, yang juga diperlukan untuk mengikuti yang ini',
    next: 'tetapkan dulu yang itu, atau kembalikan: induk migrate status',
  },
  // host lama
  MIG100: {
    text: 'host lama {address} tidak dapat dicapai dari server baru: {reason}',
    next: 'periksa apakah tembok api di antaranya meloloskan SSH, dan apakah Anda dapat masuk di sana sebagai legacy.user: perintah ini memasang kembali kunci pindahan; lalu jalankan lagi',
  },
  MIG101: {
    text: 'host lama {address} menunjukkan kunci lain ({shown}) dari yang dikenal ({known})',
    next: 'cari tahu sebabnya sebelum lanjut; bila benar, tulis di bawah legacy: sebagai hostKey',
  },
  MIG102: {
    text: 'sebuah perintah di host lama {address} gagal: {reason}',
  },
  MIG103: { text: 'pemindah tidak mengenal tindakan "{action}"' },
  MIG104: {
    text: 'pemindah tidak punya tugas yang dapat dipakai ({reason})',
    next: 'jalankan: induk migrate start APP',
  },
  MIG107: {
    text: 'basis data host lama {address} tidak mencatat perubahannya, jadi tidak dapat diikuti',
    next: 'sepakati satu kali mulai ulang, atau pindahkan dengan dump',
  },
};
