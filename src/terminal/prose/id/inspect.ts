import type { Catalogue } from '../catalogue.js';

/** Moving live apps from old hosts, in Indonesian. */
export const inspect: Catalogue = {
  MIG001: {
    text: '"{target}" tidak menyebut masuk sebagai siapa dan ke mana',
    next: 'tulis seperti: induk inspect root@203.0.113.7',
  },
  MIG002: {
    text: '--write perlu tahu ini aplikasi milik siapa',
    next: 'sebutkan OPD-nya: --opd dishub',
  },
  MIG003: {
    text: 'aplikasi ini sudah ada di inventaris dan tidak pernah ditimpa: {apps}',
    next: 'tulis yang lain dengan: --app {rest}; atau keluarkan dulu yang itu dari berkasnya',
  },
  MIG004: { text: 'tidak ada aplikasi yang dapat ditulis; inventaris tetap seperti semula' },
  MIG005: {
    text: '{server}: skrip pembaca tidak sampai selesai (exit {code})',
    next: 'inspect memerlukan shell POSIX dengan perkakas biasa di sana; server yang shell-nya menjawab dengan menu atau pesan tidak dapat dibaca',
  },
  MIG006: {
    text: 'inventaris punya beberapa server, jadi server aplikasi harus disebut',
    next: 'sebutkan satu: --server, salah satu dari {servers}',
  },
  MIG007: {
    text: '{file} tidak dapat ditambahi: bukan berkas OPD yang sah',
    next: 'jalankan: induk validate',
  },
  MIG008: { text: 'tidak ada aplikasi "{app}" di server itu', next: 'yang ditemukan: {apps}' },
  MIG009: {
    text: '"{opd}" tidak dapat menjadi nama OPD',
    next: 'nama terdiri atas 2 sampai 30 huruf kecil, angka, dan tanda hubung tunggal, diawali huruf',
  },
  MIG010: {
    text: '{file} berubah selagi server dibaca; berkas itu tidak ditulis',
    next: 'jalankan perintah ini lagi',
  },
  MIG011: {
    text: '{server}: kunci host {fingerprint} diterima; dicatat di legacy: tiap aplikasi',
  },
  MIG012: {
    text: 'Apakah {fingerprint} ({type}) kunci host milik {server} ({address} port {port})? Bandingkan dengan `ssh-keygen -lf` atas /etc/ssh/ssh_host_*_key.pub di mesinnya sendiri. Ketik yes untuk mempercayainya',
  },
  MIG013: { text: '{server}: membaca sistem, server web, basis data, dan jadwal ({access}) …' },
  MIG014: { text: '{server}: membaca folder web, log akses, dan sertifikat …' },
  MIG015: { text: 'ditulis ke {file}: {apps}' },
  MIG016: { text: 'dienkripsi: {secrets}' },
  MIG017: { text: 'akan dienkripsi dengan --write: {secrets}' },
  MIG018: { text: 'di sana tidak ada yang diubah, di sini tidak ada yang ditulis' },
  MIG019: {
    text: 'dibaca sebagai pengguna biasa tanpa sudo: yang berikut ini kurang dari yang sebenarnya ada',
  },
  MIG020: {
    text: '{server}: kunci host-nya tidak dikenal: {type} {fingerprint}',
    next: 'bandingkan dengan `ssh-keygen -lf` atas berkas /etc/ssh/ssh_host_*_key.pub di mesinnya sendiri, lalu jalankan lagi dengan --accept-host-key {fingerprint}',
  },
  MIG021: {
    text: '{server} tidak mengizinkan {user} masuk (dicoba: {tried})',
    next: 'tambahkan kunci publik Anda ke ~{user}/.ssh/authorized_keys di sana, atau sebutkan kunci yang benar dengan --key, atau akun lain',
  },
  MIG022: {
    text: '{server}: tidak ada kunci SSH untuk masuk sebagai {user}',
    next: 'jalankan SSH agent, atau sebutkan berkas kunci dengan --key',
  },

  MIG110: {
    text: 'cadangan atau salinan lama dapat diunduh pengunjung: {files}',
    next: 'periksa apakah pernah diunduh, lalu singkirkan',
  },
  MIG111: { text: 'halaman ini menampilkan phpinfo() kepada siapa pun: {files}' },
  MIG112: { text: 'sebuah repositori dapat diunduh pengunjung: {files}' },
  MIG113: { text: 'siapa pun di server itu dapat mengubah kode: {files}' },
  MIG114: { text: 'kunci terletak di bawah folder web; ikut pindah bersama aplikasi: {files}' },

  MIG120: { text: '{product} tidak didukung lagi sejak {date}' },
  MIG121: { text: 'kodenya memanggil {what}, yang tidak ada lagi di PHP {below} ke atas' },
  MIG122: { text: 'aplikasi ini menyatakan jalan di PHP {constraint}' },
  MIG123: {
    text: 'Debian tidak punya PHP {version} lagi: rancangan memakai {image}, yang harus diambil dari hub',
  },
  MIG124: { text: 'kerangka kerja tidak dikenal: dirancang sebagai PHP biasa' },
  MIG125: {
    text: 'hanya berkas, tanpa kode: dirancang sebagai PHP, yang server webnya juga menampilkan berkas',
  },
  MIG126: {
    text: 'ekstensi PHP yang aktif di sana tetapi tidak dipakai kodenya ditinggalkan: {extensions}',
    next: 'tambahkan ke extensions: bila ternyata ada halaman yang memerlukannya',
  },

  MIG130: {
    text: 'kata sandi {user} untuk basis data {name} tidak ditemukan',
    next: 'jalankan: induk secrets set APP DB_PASSWORD',
  },
  MIG131: { text: 'aplikasi menyebut basis data lain, yang tidak ikut dirancang: {names}' },
  MIG132: { text: 'basis data {name} ada di mesin lain, {host}: periksa mesin itu juga' },
  MIG133: { text: 'basis data {name} tidak terlihat di server itu' },
  MIG134: {
    text: 'basis datanya MySQL {version}, yang tidak punya resep; yang dirancang MariaDB, engine lain',
    next: 'coba dulu aplikasinya di MariaDB sebelum dipindahkan',
  },
  MIG135: { text: 'tabel tanpa transaksi, harus dikunci selagi disalin: {tables}' },
  MIG136: {
    text: 'view, trigger, atau rutin berjalan sebagai akun yang tidak ada: {definers}',
    next: 'buat akunnya di sana, atau semuanya tetap gagal setelah pindah seperti sekarang',
  },
  MIG137: { text: 'view, trigger, atau rutin berjalan sebagai: {definers}' },
  MIG138: { text: 'server itu tidak menolak nilai yang salah: sql_mode-nya {mode}' },
  MIG139: { text: 'himpunan karakter tabel berbeda-beda: {charsets}' },
  MIG140: { text: 'event berjalan di dalam basis data: {events}' },
  MIG141: { text: 'akun lain masuk ke basis data yang sama: {accounts}' },
  MIG142: { text: '{product} {version} tidak punya resep: yang dirancang {chosen}' },
  MIG143: {
    text: 'pengaturan basis datanya tidak dapat dibaca, jadi rancangan tidak punya basis data',
    next: 'baca sebagai root atau dengan sudo, atau tambahkan database: sendiri',
  },
  MIG144: {
    text: 'versi server basis data {name} tidak diketahui; rancangan menyebut yang cocok dengan PHP-nya',
    next: 'isikan versi yang benar di database:',
  },

  MIG150: { text: 'alamatnya sendiri tertulis di pengaturan atau kodenya: {urls}' },
  MIG151: { text: 'tautan ini keluar dari foldernya dan tidak ikut pindah: {links}' },
  MIG152: {
    text: 'alamatnya dipakai bersama aplikasi lain, di {at}: rancangan memberinya alamat sendiri',
    next: 'tulis domains: di rancangan; tautan ke alamat lama memerlukan server lama',
  },
  MIG153: { text: 'berkas yang namanya bukan ASCII biasa: {count}' },
  MIG154: {
    text: '{path} tidak dapat dipasang dengan nama itu, jadi tidak dirancang',
    next: 'jalur hanya boleh berisi huruf, angka, dan . _ @ + / -',
  },
  MIG155: {
    text: 'waktu jadwal ini tidak dapat ditulis dengan lima kolom cron; pindahkan sendiri: {at} {run}',
  },
  MIG156: {
    text: 'mengirim surel dengan mail(); containernya tidak punya program surel (di sana: {relay})',
  },
  MIG157: { text: 'kode dan pengaturannya menyebut mesin lain: {hosts}' },
  MIG158: { text: 'yang ini tidak dapat dibaca: {paths}' },
  MIG159: { text: 'jadwal ini hanya membuat cadangan dan ditinggalkan: {run}' },

  MIG166: {
    text: 'jadwal ini meminta ke server web di mesinnya sendiri, yang di sini container lain: {run}',
    next: 'biarkan ia memanggil programnya langsung, atau alamat aplikasinya',
  },
  MIG167: { text: 'letaknya di {path}; tautan {link} menuju ke sana dan menjadi namanya di sini' },
  MIG168: {
    text: 'tugas ini memuat kata sandi di baris perintahnya, tempat semua orang di host itu dapat membacanya; draf mengambilnya dari rahasia ({keys}): {run}',
  },
  MIG169: {
    text: 'tugas ini memuat kata sandi di baris perintahnya yang hanya dapat diurai oleh shell, sehingga tidak masuk cron: {run}',
    next: 'simpan kata sandinya di rahasia (induk secrets set APP NAMA), sebut di secrets:, lalu tulis tugasnya dengan $NAMA sebagai gantinya',
  },
  MIG170: {
    text: '{script} adalah skrip host, bukan perintah yang ada di kontainer aplikasi, jadi tidak masuk cron:; sejak pengalihan ia mati di sana',
    next: 'lihat bagian mana yang diperlukan aplikasi, dan tulis di cron: sebagai perintah di kontainernya',
  },

  MIG160: { text: 'sertifikat {names} berakhir {days} hari lagi' },
  MIG161: { text: 'sertifikat {names} sudah berakhir {days} hari yang lalu' },
  MIG162: { text: '{file} berisi hal yang hanya server web itu yang dapat mengartikan: {names}' },
  MIG163: { text: 'tidak ada Apache maupun nginx di server itu' },
  MIG164: {
    text: 'sebuah program Java berjalan di {folder}: aplikasi Java belum dapat dipindahkan',
  },
  MIG165: {
    text: 'sebuah program Node berjalan di {folder}: tulis sendiri entrinya, dengan sumbernya',
  },
};
