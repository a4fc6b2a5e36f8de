import type { Catalogue } from '../catalogue.js';

/** The move of an app itself: its old host's agent, its phases, its checks; in Indonesian. */
export const migration: Catalogue = {
  MIG230: { text: 'perintah ke {server} datang terlambat dan tidak dituruti: {reason}' },
  MIG231: {
    text: 'pagar di {server} tidak terus berdiri, sehingga bukti yang dibuat mungkin tidak berlaku: {reason}',
    next: 'tidak ada yang dialihkan; jalankan lagi',
  },
  MIG232: {
    text: '{server} masih menahan aplikasi: {reason}',
    next: 'lihat: induk migrate status   lalu lanjutkan, atau kembalikan: induk migrate rollback',
  },
  MIG233: {
    text: 'web server {server} tidak menerima konfigurasi yang diubah: {reason}',
    next: 'tidak ada yang diubah di sana; periksa virtual host aplikasi',
  },
  MIG234: {
    text: 'sebuah berkas di {server} diubah sejak pemindahan disiapkan: {reason}',
    next: 'tidak ada yang diubah di sana; siapkan lagi: induk migrate start',
  },
  MIG235: {
    text: 'basis data {server} tidak dapat ditutup atau dibuka: {reason}',
    next: 'jika pembekuan sudah mulai, ia berakhir sendiri; periksa basis data di sana',
  },
  MIG236: { text: 'perintah lain sedang bekerja di {server}: {reason}', next: 'coba lagi' },
  MIG237: { text: 'perintah gagal di {server}: {reason}' },
  MIG238: {
    text: 'tidak ada virtual host di {server} dengan salah satu nama {names}',
    next: 'perbaiki legacy.domains aplikasi di inventaris',
  },
  MIG274: {
    text: 'masih ada yang bekerja untuk aplikasi di {server}, dan akan menulis di sana setelah peralihan: {reason}',
    next: 'tidak ada yang dialihkan; tunggu sampai selesai, atau hentikan di sana, lalu: induk migrate cutover',
  },
  MIG275: {
    text: '{server} tidak berkata bahwa aplikasi sedang tidak ada, di {reason}',
    next: 'tidak ada yang dialihkan; cari di sana virtual host lain bernama itu, di berkas yang di-include lewat foldernya',
  },
  MIG239: {
    text: 'pekerjaan di {place} tidak ada di {server} seperti kata inventaris',
    next: 'perbaiki legacy.cron aplikasi di inventaris; induk inspect menunjukkan yang ada',
  },

  MIG200: {
    text: 'jurnal pemindahan rusak pada baris {line}',
    next: 'periksa journal.ndjson di volume pemindahan sebelum yang lain',
  },
  MIG201: { text: 'tidak ada yang dapat menulis selama {seconds} detik, batas yang diizinkan' },
  MIG202: { text: 'pemindahan sudah ditetapkan dan tidak dapat diubah lagi' },
  MIG203: {
    text: 'aplikasi belum hidup di server baru ({phase})',
    next: 'jalankan: induk migrate cutover',
  },
  MIG204: {
    text: 'aplikasi belum mengikuti host lamanya ({phase})',
    next: 'jalankan: induk migrate start',
  },
  MIG205: {
    text: 'aplikasi sudah hidup di server baru, atau sedang dialihkan ({phase})',
    next: 'jalankan: induk migrate commit   atau, untuk kembali: induk migrate rollback',
  },
  MIG206: {
    text: 'pengembalian belum selesai',
    next: 'jalankan: induk migrate rollback',
  },
  MIG207: { text: 'gagal dengan cara yang tidak terduga: {reason}' },
  MIG208: {
    text: '{part} kedua sisi berbeda di {count} tempat, pertama {first}; sisi yang aktif tetap aktif',
    next: 'sebelum pengalihan, bawa lagi: induk migrate start   sesudah mati mendadak, perbaiki dulu tabelnya',
  },
  MIG209: {
    text: 'jadwal aplikasi masih berjalan di {server} selagi tidak ada yang boleh menulis: {jobs}',
    next: 'tidak ada yang dialihkan; lihat apa yang menyalakannya di sana, tulis di legacy.cron seperti adanya di sana, lalu bawa: induk migrate sync',
  },

  MIG210: {
    text: 'akun {user} bukan root dan tidak boleh sudo, dan basis data aplikasi tidak dapat dibaca dengan akunnya sendiri',
    next: 'beri legacy.user root atau sudo, atau beri tahu induk sandi basis datanya (induk secrets set APP DB_PASSWORD), atau pindahkan arsip: induk migrate import',
  },
  MIG211: {
    text: 'kerangka kerjanya tidak dikenal ({framework})',
    next: 'tulis runtime-nya di inventaris dengan tangan',
  },
  MIG212: {
    text: 'alamatnya dipakai bersama aplikasi lain, di {at}, dan tidak dapat ditutup sendiri',
    next: 'beri nama sendiri di host lama terlebih dahulu',
  },
  MIG213: {
    text: 'tidak diketahui nama yang dipakai pengunjung',
    next: 'tulis legacy.domains di inventaris',
  },
  MIG214: {
    text: '{server} punya {free} MiB kosong, sedangkan perlu {needed} MiB',
    next: 'kosongkan ruang di sana, atau sebut server lain di inventaris',
  },
  MIG215: {
    text: '{app} sudah berjalan di {server}',
    next: 'jika sudah dipindahkan: hapus legacy: dari entrinya; jika tidak: induk destroy, atau nama lain',
  },
  MIG216: {
    text: 'basis datanya tidak ditemukan di host lama, atau tidak ada di inventaris',
    next: 'jalankan induk inspect dengan akun yang boleh membacanya, dan periksa database:',
  },
  MIG217: {
    text: 'basis data di sana {there}, inventaris menyebut {here}',
    next: 'pindahkan dengan mesin dan versi yang sama; peningkatan adalah langkah sendiri',
  },
  MIG218: {
    text: 'skrip {script} juga mengurus {apps}; mematikannya akan menghentikannya bagi mereka',
    next: 'beri tiap aplikasi crontab atau skrip sendiri di host lama terlebih dahulu',
  },
  MIG219: {
    text: 'akun basis data {account} boleh juga memakai {on}; menguncinya menghentikan siapa pun yang memakainya',
    next: 'beri aplikasi akun sendiri di host lama terlebih dahulu, dengan hak atas basis datanya saja',
  },
  MIG220: {
    text: 'aplikasi masuk ke basis data sebagai administrator ({user}), yang tidak dapat dikunci',
    next: 'beri aplikasi akun sendiri di host lama terlebih dahulu',
  },
  MIG221: {
    text: 'basis data di sana ({version}) tidak dapat mengunci akun',
    next: 'MariaDB 10.4 atau MySQL 5.7 dapat; tingkatkan di sana terlebih dahulu',
  },
  MIG222: {
    text: 'view atau rutin milik akun yang sudah tidak ada: {accounts}',
    next: 'akun dibuat tanpa cara masuk; periksa apakah berfungsi di host lama',
  },
  MIG223: {
    text: '{count} tabel tanpa transaksi ({engines}) dikunci selama disalin',
    next: 'salin ketika sedikit orang bekerja',
  },
  MIG224: {
    text: 'belum ada latihan yang membuktikan set {app}; pengalihan menunggu itu',
    next: 'setelah mengikuti: induk backups create {app} && induk backups drill {app}',
  },
  MIG225: {
    text: 'basis data di sana tidak menulis binary log; perlu dimulai ulang sekali agar dapat diikuti',
    next: 'sepakati waktunya dengan pemiliknya; atau biarkan didump: --method dump',
  },
  MIG226: {
    text: 'jam host lama meleset {seconds} detik',
    next: 'biarkan ia menjaga waktunya: apt install chrony',
  },
  MIG228: {
    text: 'akun basis data ini boleh menulis ke semua basis data di sana dan bukan milik aplikasi, sehingga tetap terbuka selama pembekuan: {accounts}',
    next: 'pastikan tidak ada yang bekerja dengannya saat peralihan, atau cabut dahulu hak yang tidak perlu',
  },
  MIG229: {
    text: 'tugas terjadwal aplikasi di host lama tidak ada di inventori, dan akan tetap berjalan di sana setelah peralihan: {jobs}',
    next: 'tulis masing-masing di legacy.cron, dan di cron: yang akan berjalan di sini (induk inspect menunjukkan keduanya), lalu bawa: induk migrate start, atau induk migrate sync bila sudah mengikuti',
  },
  MIG227: {
    text: 'pengaturannya menyebut basis data di alamat {host}, yang tidak ada di sini',
    next: 'tulis localhost di pengaturannya di host lama lebih dulu',
  },

  MIG240: {
    text: '{app} tidak punya host lama di inventaris (legacy:)',
    next: 'jalankan: induk inspect USER@HOST   yang membuat rancangan entrinya',
  },
  MIG241: {
    text: '{app} tidak ditemukan di {address}; yang ada: {apps}',
    next: 'perbaiki legacy.path atau legacy.domains aplikasi di inventaris',
  },
  MIG242: { text: 'pemindahan di {server} tidak dapat dibaca ({code})' },
  MIG243: {
    text: 'pemindahan {app} sedang dikerjakan: induk migrate {command}',
    next: 'tunggu, atau ikuti: induk migrate {command} {app}',
  },
  MIG244: {
    text: 'pemindah {app} di {server} berakhir tanpa pesan (status keluar {code})',
    next: 'jalankan lagi; ia meneruskan dari tempatnya berhenti',
  },
  MIG245: {
    text: 'pengalihan dibatalkan, dan sisi lama tetap berjalan: {reason}',
    next: 'periksa: induk migrate status   lalu coba lagi',
  },
  MIG246: {
    text: 'layanan web {app} di {server} tidak berjalan sehat, maka tidak ada yang dialihkan ke sana',
    next: 'periksa: induk logs {app}   dan setelah diperbaiki: induk apply {app}',
  },
  MIG247: {
    text: 'belum ada latihan yang membuktikan set {app}, maka tidak dialihkan',
    next: 'jalankan: induk backups create {app} && induk backups drill {app}   atau sebutkan alasannya: --without-proof ALASAN',
  },
  MIG248: {
    text: '{app} belum dapat dipindahkan: {checks}',
    next: 'periksa: induk migrate assess {app}',
  },
  MIG249: {
    text: 'agar {app} dapat diikuti, basis data lamanya harus dimulai ulang sekali, dan itu belum disepakati',
    next: 'sepakati waktunya dengan pemiliknya: --enable-log   atau biarkan didump: --method dump',
  },
  MIG250: {
    text: 'penyimpanan {volume} milik {app}, {path}, bukan folder aplikasi di host lamanya',
    next: 'perbaiki storage atau legacy.path aplikasi di inventaris',
  },
  MIG251: { text: 'pemindahan {app} belum dimulai', next: 'jalankan: induk migrate start {app}' },
  MIG252: {
    text: 'Alihkan {app} ke {server} ({site})? Tidak ada yang dapat menulis paling lama {budget} detik; lalu host lama meneruskan pengunjung.',
  },
  MIG253: {
    text: 'Kembalikan {app} ke {address} ({site})? Tidak ada yang dapat menulis paling lama {budget} detik; yang ditulis di {server} ikut dibawa.',
  },
  MIG254: {
    text: 'Tetapkan pemindahan {app} ke {server} ({site})? Setelah ini tidak ada jalan kembali; data lama tetap di {address}, tertutup.',
  },
  MIG255: {
    text: '{app} mengikuti host lamanya; {server} memiliki semuanya. Selanjutnya: induk migrate rehearse {app}   lalu: induk migrate cutover {app}',
  },
  MIG092: {
    text: '{app} sudah disalin ke {server} menurut keadaannya tadi; basis datanya disalin sekali lagi saat pengalihan. Selanjutnya: induk migrate cutover {app}',
  },
  MIG093: {
    text: 'basis data {app} tidak dapat diikuti, hanya dapat didump',
    next: 'hilangkan --method; beri pengalihan waktu yang cukup: --freeze-budget 5m',
  },
  MIG256: {
    text: '{app} hidup di {server}; {address} meneruskan pengunjung. Selanjutnya: induk migrate commit {app}, atau kembali: induk migrate rollback {app}',
  },
  MIG257: {
    text: '{app} hidup di {address} lagi, seperti semula. Selanjutnya: induk migrate start {app}',
  },
  MIG258: {
    text: 'pemindahan {app} ditetapkan. Data lamanya di {address} boleh dihapus mulai {date}. Hapus legacy: dari entrinya setelah itu.',
  },
  MIG259: {
    text: 'pemindahan berlanjut di {server} tanpa perintah ini; untuk mengikutinya, jalankan lagi',
  },
  MIG260: { text: '{app} dialihkan walau belum ada latihan yang membuktikan setnya: {reason}' },
  MIG261: {
    text: '"{given}" bukan lama pembekuan',
    next: 'beri 1 sampai 3600 detik: --freeze-budget 30s',
  },
  MIG262: { text: '{file} sudah ada', next: 'sebut berkas lain' },
  MIG263: {
    text: 'pengembalian dibatalkan, dan sisi baru tetap berjalan: {reason}',
    next: 'periksa: induk migrate status   lalu coba lagi',
  },
  MIG264: {
    text: 'tidak ada yang perlu dikembalikan: {app} berada di {address}, dan pemindahannya belum dimulai',
  },
  MIG265: {
    text: 'server baru tidak dikenal oleh {server}: {reason}',
    next: 'pastikan domains: aplikasi memuat nama itu dan proksinya punya sertifikat untuknya',
  },
  MIG266: {
    text: '{app} sedang dipindahkan: host lamanya menunggu kelanjutannya',
    next: 'akhiri dulu pemindahannya: induk migrate rollback {app}   atau: induk migrate commit {app}',
  },
  MIG267: {
    text: '{page} dijawab berbeda: {old} di host lama, {new} di server baru; tidak ada yang dialihkan',
    next: 'periksa keduanya; bila salinannya lama: induk migrate sync   legacy.pages menentukan halaman yang diminta ([]: tidak ada); tanpanya / dan yang sama pada geladi terakhir',
  },
  MIG268: {
    text: 'penulisan menurut legacy.write ({path}) dijawab {status} di server baru, bukan {expect}; tidak ada yang dialihkan',
    next: 'periksa aplikasinya di sana: induk logs APP',
  },
  MIG269: {
    text: '{page} tidak dapat diminta: {reason}',
    next: 'pastikan aplikasi menjawab di kedua sisi; legacy.pages menentukan halaman yang diminta ([]: tidak ada)',
  },

  // geladi
  // moves that were cut off at their end, or whose volume is gone
  MIG340: {
    text: 'yang diketahui tentang pemindahan {app} sudah hilang dari {server}, jadi tidak ada yang tahu di sisi mana orang menulis; tidak ada yang diubah',
    next: 'lihat sisi mana yang datanya terbaru, dan kembalikan volume pemindahan bila ada yang menghapusnya. Selama itu host lama: induk migrate start {app}   selama itu {server}, dan jalan kembali tidak diperlukan: induk migrate commit {app} --old-host-gone ALASAN',
  },
  MIG341: {
    text: '{app} sudah dialihkan, tetapi perintahnya terputus di akhir: tugas cron tidak berjalan di sisi mana pun',
    next: 'jalankan lagi, hanya akhirnya yang dikerjakan: induk migrate cutover {app}',
  },
  MIG342: {
    text: 'Tetapkan pemindahan {app} ke {server} ({site}) tanpa host lamanya {address}? Setelah ini tidak ada jalan kembali. Bila host itu masih berjalan, ia tetap seperti sekarang: tertutup, dengan akun dan kunci pemindahan di dalamnya.',
  },
  MIG343: {
    text: 'pemindahan {app} ditetapkan; {address} tidak ditanya. Hapus legacy: dari entrinya.',
  },
  MIG344: {
    text: '--old-host-gone memerlukan alasan, yang masuk ke log audit',
    next: 'sebut sejak kapan dan mengapa hilang: --old-host-gone "disewa sampai Juni, diputus"',
  },
  MIG345: {
    text: 'pemindah {app} sudah punya perintahnya, jadi ini tidak mengubah apa pun: {flags}',
    next: 'jalankan lagi dengan itu setelah ia selesai, atau dibatalkan',
  },

  MIG280: {
    text: 'di server baru belum ada apa pun dari {app} yang dapat digeladikan',
    next: 'jalankan: induk migrate start {app}',
  },
  MIG281: {
    text: 'pemindah {app} sedang bekerja, jadi datanya tidak digeladikan sekarang',
    next: 'tunggu: induk migrate status',
  },
  MIG282: {
    text: 'layanan web {app} tidak berjalan di server barunya, jadi tidak ada yang dapat disalin',
    next: 'lihat: induk logs {app}   lalu, setelah diperbaiki: induk apply {app}',
  },
  MIG283: {
    text: 'salinan basis data memerlukan {needed} MiB, sedangkan server baru hanya punya {free} MiB kosong',
    next: 'kosongkan ruang di sana; belum ada yang dimulai',
  },
  MIG284: { text: '{app} sedang digeladikan', next: 'tunggu sampai itu selesai' },

  // sertifikat
  MIG285: {
    text: 'di host lama pengunjung {app} tidak diberi sertifikat yang dapat dibawa',
    next: 'dengan proxy.tls: acme buat dulu di sana (certbot), atau pengalihan menunggu DNS; selain itu tidak perlu apa-apa',
  },
  MIG286: {
    text: 'sertifikat {file} di host lama berakhir {days} hari lalu dan tidak dibawa',
    next: 'perbarui di sana sebelum dialihkan (certbot renew), atau arahkan DNS ke server baru saat dialihkan',
  },
  MIG287: {
    text: 'sertifikat {file} di host lama bukan untuk {names}',
    next: 'buat di sana untuk nama itu sebelum dialihkan, atau perbaiki domains: aplikasi itu',
  },

  // penulisan sebelum pengalihan
  MIG278: {
    text: 'tidak ada yang ditulis lewat {app} di server baru sebelum pengalihan, jadi tidak diketahui apakah bisa: legacy.write menyebut apa yang dicoba',
    next: 'tambahkan pada legacy: satu isian yang tidak berbahaya dan status jawabannya, misalnya:   write: {path: /buku-tamu, body: "nama=uji", expect: 302}',
  },

  // penerusan
  MIG288: {
    text: 'setelah peralihan, proxy tidak dapat memercayai {address} tentang pengunjung yang diteruskannya, karena itu sebuah nama',
    next: 'tulis alamat IP-nya sebagai legacy.address; bila tidak, pengunjung tanpa TLS dapat dialihkan berputar-putar',
  },

  // host lama tempat tidak ada yang boleh menjadi root
  MIG289: {
    text: 'akun {user} bukan root dan tidak boleh sudo: di sana induk hanya membaca. induk tidak menutup aplikasi untuk peralihan, tidak mematikan tugas terjadwalnya, tidak meneruskan pengunjung sesudahnya, dan yang ditulis di server baru tidak dibawa kembali',
    next: 'minta pemiliknya menutup aplikasi (setiap halaman 503, tugas mati) saat peralihan, yang lalu perlu --old-side-closed SIAPA; arahkan DNS ke server baru segera sesudahnya',
  },
  MIG290: {
    text: 'induk tidak boleh menutup aplikasi di {address}, dan tidak ada yang menyatakan bahwa pemiliknya sudah menutupnya',
    next: 'bila setiap halaman di sana ditolak (503) dan tugasnya mati: --old-side-closed SIAPA',
  },
  MIG291: {
    text: '{page} di {address} masih dijawab dengan {status}: sisi lama belum ditutup',
    next: 'minta pemiliknya menjawab setiap halaman dengan 503, lalu jalankan lagi; tidak ada yang dialihkan',
  },
  MIG292: {
    text: 'masih ada yang menulis di {address}: {part} berubah selagi diamati; tidak ada yang dialihkan',
    next: 'minta pemiliknya mencari siapa (tugas terjadwal, program lain, orang yang bekerja), lalu jalankan lagi',
  },
  MIG293: {
    text: 'di server baru {count} tabel atau folder sudah ditulisi sejak peralihan, pertama {first}; itu tidak dapat dibawa kembali ke {address}, tempat induk hanya membaca',
    next: 'tetap di sini: induk migrate commit   atau tinggalkan yang sudah ditulis: --leave-writes ALASAN',
  },
  MIG294: {
    text: 'Alihkan {app} ke {server} ({site})? Sisi lamanya di {address} sudah ditutup, begitu pernyataannya; itu diperiksa dua kali, dan dibatalkan setelah {budget} detik. Tidak ada yang meneruskan pengunjungnya, dan yang ditulis di sini tidak dibawa kembali.',
  },
  MIG295: {
    text: '{app} hidup di {server}. {address} tidak meneruskan siapa pun: arahkan DNS ke {server} sekarang. Berikutnya: induk migrate commit {app}, atau kembali: induk migrate rollback {app}',
  },
  MIG296: {
    text: 'Kembalikan {app} dari {server} ({site}) ke {address}? Yang ditulis di sini tidak ikut dibawa; pemiliknya membuka lagi sisi lama. Diperiksa paling lama {budget} detik.',
  },
  MIG297: {
    text: '{app} tidak berjalan lagi di {server}. Minta pemiliknya membuka lagi sisi lama di {address}. Berikutnya: induk migrate start {app}',
  },
};
