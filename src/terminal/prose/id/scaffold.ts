import type { Catalogue } from '../catalogue.js';

/** Permintaan, templat dan aplikasi baru, dalam bahasa Indonesia. */
export const scaffold: Catalogue = {
  NEW000: {
    text: '{path} punya {errors} kesalahan; tidak ada yang ditulis',
    next: 'perbaiki, lalu jalankan perintah yang sama lagi',
  },
  NEW001: {
    text: '{path} tidak bisa dibaca: {reason}',
    next: 'sebut sebuah berkas dengan --request FILE',
  },
  NEW010: {
    text: '"{key}" adalah kata cadangan ({languages})',
    next: 'pilih kata yang dipakai instansi; ia menjadi nama kolom',
  },
  NEW011: {
    text: '"{value}" tidak bisa menjadi nama di sini',
    next: 'pakai 2 sampai 40 huruf kecil, angka dan garis bawah tunggal, diawali huruf',
  },
  NEW012: {
    text: '"{key}" berisi {count}; yang diterima paling banyak {limit}',
    next: 'aplikasi sebesar itu tidak menolong siapa pun: pecah permintaan menjadi beberapa aplikasi',
  },
  NEW013: { text: '"{key}" adalah nama yang dipakai aplikasi sendiri', next: 'pilih nama lain' },
  NEW014: { text: '"{key}" tidak berarti untuk jenis {type}', next: 'hanya untuk: {types}' },
  NEW015: { text: 'tidak ada entitas "{value}" yang bisa dirujuk', next: 'salah satu: {known}' },
  NEW016: { text: 'tidak ada peran "{value}"', next: 'salah satu: {known}' },
  NEW017: { text: 'tidak ada keadaan "{value}"', next: 'salah satu: {known}' },
  NEW018: { text: 'isian berjenis {type} membutuhkan "{key}"', next: 'tambahkan {key}: padanya' },
  NEW019: { text: 'tidak ada isian "{value}"', next: 'salah satu: {known}' },
  NEW020: {
    text: 'rujukan berputar: {circle}',
    next: 'hapus salah satunya; arah sebaliknya tampil dengan sendirinya',
  },
  NEW021: {
    text: 'tidak ada langkah menuju keadaan "{state}"',
    next: 'tambahkan satu, atau hapus keadaan itu',
  },
  NEW022: {
    text: '"{field}" adalah data pribadi atau berkas; setiap pemegang nomor tiket akan melihatnya',
    next: 'hapus dari status:',
  },
  NEW024: {
    text: 'nomor tiket "{key}" dan "{other}" sama-sama diawali {value}',
    next: 'beri salah satunya code: lain',
  },
  NEW025: {
    text: '"{value}" bukan jangka waktu',
    next: 'tulis seperti: 90 hari, 6 bulan, 5 tahun',
  },
  NEW026: { text: 'NIP terdiri dari 18 angka' },
  NEW027: {
    text: '"{value}" tidak bisa mengawali nomor tiket',
    next: 'pakai 2 sampai 8 huruf besar dan angka, diawali huruf: SIP',
  },
  NEW029: {
    text: '"{value}" tidak bisa menjadi nama pendek pilihan',
    next: 'pakai huruf kecil, angka dan garis bawah; kata-katanya sesudah titik dua',
  },
  NEW028: { text: 'min {min} lebih besar dari max {max}' },
  NEW030: {
    text: '{path} sudah ada; tidak ada yang ditulis',
    next: 'pilih nama lain, atau pindahkan folder itu',
  },
  NEW031: {
    text: '{app} sudah ada di inventaris: {title}',
    next: 'pilih nama lain; versi barunya datang dengan: induk new update',
  },
  NEW032: { text: 'tidak ada templat "{name}"', next: 'salah satu: {known}' },
  NEW033: {
    text: 'tidak ada instansi "{opd}" di inventaris',
    next: 'sebut salah satu dengan --opd: {known}',
  },
  NEW034: {
    text: '{path} mendaftar aplikasinya dalam bentuk yang tidak bisa ditambahi dengan aman',
    next: 'tulis "apps:" dengan satu blok per aplikasi, tanpa kurung kurawal, lalu jalankan perintah yang sama lagi',
  },
  NEW035: {
    text: 'seseorang mengubah {path} sementara itu; tidak ada yang ditulis',
    next: 'jalankan perintah yang sama lagi',
  },
  NEW036: {
    text: 'inventaris belum punya instansi',
    next: 'tulis opd/{opd}.yaml dengan tiga baris: opd:, name:, dan type:; lihat docs/manual/inventory.md',
  },
  NEW037: {
    text: '"{value}" tidak bisa menjadi nama: 2 sampai 30 huruf kecil, angka, dan tanda hubung tunggal, huruf lebih dulu',
  },
  NEW038: { text: 'sebutkan dengan 3 karakter atau lebih' },
  NEW039: { text: '{path} tidak bisa ditulis: {reason}; tidak ada yang ditulis' },
  NEW040: {
    text: 'pulau: {app} ({title}) sudah mengerjakan hal yang sama',
    next: 'tanyakan kepada instansi itu apakah bisa dipakai bersama',
  },
  NEW041: {
    text: 'pulau: {app} ({title}) adalah aplikasi umum nasional yang wajib dipakai',
    next: 'pakai yang itu, kecuali kementerian menyetujui yang lain',
  },
  NEW042: { text: 'Mengapa tetap perlu aplikasi sendiri?' },
  NEW043: { text: 'Nomor surat pertimbangan kementerian' },
  NEW044: { text: 'Nama aplikasi, untuk alamat dan folder' },
  NEW045: { text: 'Instansi mana yang meminta?' },
  NEW046: { text: 'Di server mana?' },
  NEW047: { text: 'Buat {app}?' },
  NEW048: { text: 'Apa sebutan aplikasinya?' },
  NEW049: { text: 'Apa fungsinya, dalam satu atau dua kata?' },
  NEW050: { text: 'Apa yang diajukan atau dicatat orang?' },
  NEW051: { text: 'Apa saja yang diisi? Pisahkan dengan koma' },
  NEW052: { text: 'Apakah warga boleh mengajukannya sendiri?' },
  NEW053: { text: 'Ya' },
  NEW054: { text: 'Tidak' },
  NEW055: { text: 'perlu dijawab' },
  NEW056: { text: '{length} karakter terlalu banyak; paling banyak 200' },
  NEW057: { text: 'tidak bisa ditulis ke berkas: pakai karakter biasa, dalam satu baris' },
  NEW058: { text: '"{label}" ada dua kali; bedakan kata-katanya' },
  NEW059: { text: '{count} terlalu banyak; satu formulir memuat paling banyak {limit}' },
  NEW060: {
    text: '{app} sudah dibuat: {files} berkas di {folder}, entrinya di {path}, dan rahasianya',
    next: 'induk apply {app}   lalu buka https://{domain}, dan masuk sebagai admin dengan sandi dari: induk secrets get {app} ADMIN_PASSWORD',
  },
  NEW061: { text: 'tidak ada yang ditulis (--dry-run)' },
  NEW062: { text: 'Git tidak terpasang: proyek belum punya repositori' },
  NEW070: {
    text: '{app} bukan proyek induk new, atau catatannya rusak: {path}',
    next: 'kembalikan berkas itu dari Git',
  },
  NEW071: {
    text: '{conflicts} berkas bentrok: cari <<<<<<< di dalamnya, putuskan, lalu jalankan uji',
  },
  NEW072: { text: 'Git tidak bisa menggabung: {reason}', next: 'pasang Git: apt install git' },
  NEW073: { text: '{app} sudah mutakhir' },
  NEW074: { text: 'Tulis perubahan ini ke {app}?' },
  NEW075: {
    text: '{place} tadinya "{before}" dan kini "{after}": data yang sudah ada tidak akan cocok',
    next: 'kembalikan, atau beri yang baru nama lain; kolom lama tetap ada',
  },
  NEW076: {
    text: 'status {place} tidak ada lagi di permintaan; data yang masih di situ tidak bisa dipindahkan, dan retensi tidak akan pernah membersihkannya',
    next: 'pertahankan; atau pindahkan semua data dari status itu di aplikasi yang berjalan, lalu tambahkan: --retired {place}',
  },
  NEW077: {
    text: 'pilihan {place} tidak ada lagi di permintaan; data yang memakainya tidak bisa dibetulkan tanpa pilihan lain',
    next: 'pertahankan; atau beri data itu pilihan lain di aplikasi yang berjalan, lalu tambahkan: --retired {place}',
  },
  NEW078: {
    text: 'entri di {path} juga diubah di sini: pindahkan baris di atas, lalu jalankan: induk validate',
  },
  NEW079: {
    text: 'permintaan tidak punya {places} lagi; yang sudah tercatat di situ tetap ada di basis data, tanpa dibersihkan retensi',
  },
  NEW063: {
    text: '{app} sudah dibuat: {files} berkas di {folder}, entrinya di {path}',
    next: 'induk apply {app}   lalu buka https://{domain}',
  },
  NEW080: {
    text: 'templat {name} punya {errors} kesalahan; tidak ada yang ditulis',
    next: 'perbaiki di templatnya, lalu: induk template check {name}',
  },
  NEW081: {
    text: 'templat tidak bisa menyebut "{tag}" di sini',
    next: 'salah satu dari: {known}',
  },
  NEW082: {
    text: '{tag} belum ditutup',
    next: 'tulis akhirnya: {{/each}} atau {{/if}}',
  },
  NEW083: {
    text: '{tag} tidak menutup apa pun',
    next: 'hapus, atau tulis awalnya lebih dulu',
  },
  NEW084: {
    text: '"{value}" tidak bisa menjadi berkas proyek',
    next: 'sebut relatif terhadap project/, tanpa .. dan bukan di .git/ atau .induk/',
  },
  NEW085: {
    text: '"{tag}" bukan daftar',
    next: 'pakai sebagai {{{tag}}} atau dalam {{#if {tag}}}',
  },
  NEW086: {
    text: 'bagian "{tag}" tidak ada, atau memuat dirinya sendiri',
    next: 'bagian adalah berkas di parts/: {known}',
  },
  NEW087: {
    text: '{path} hendak diisi, tetapi tidak ada di project/',
  },
  NEW088: {
    text: '{path} tidak ada',
    next: 'templat adalah folder dengan template.yaml dan project/; lihat: docs/manual/templates.md',
  },
  NEW089: {
    text: '"{value}" pada entri berasal dari permintaan dan tempatnya',
    next: 'hapus dari templat',
  },
  NEW090: {
    text: '{path} adalah tautan atau bukan berkas biasa',
    next: 'templat hanya memuat berkas; taruh isinya di situ',
  },
  NEW091: {
    text: '{path} berisi {bytes} byte; paling banyak {limit}',
  },
  NEW092: {
    text: '{path} bukan teks UTF-8',
    next: 'tulis gambar sebagai SVG, atau tambahkan berkasnya ke proyek kemudian',
  },
  NEW093: {
    text: '{path} punya lebih dari {limit} berkas',
    next: 'tinggalkan yang dipasang atau dibangun',
  },
  NEW094: {
    text: '{path} ada dua kali, atau ditulis induk sendiri',
    next: 'pertahankan salah satu',
  },
  NEW095: {
    text: 'folder {path} tidak ada',
    next: 'sebut templat (induk new --list), folder, atau alamat Git',
  },
  NEW096: {
    text: '{address} bisa diubah orang di jalan',
    next: 'pakai https:// atau ssh',
  },
  NEW097: {
    text: 'alamat itu memuat sandi, yang akan tertinggal di setiap proyek',
    next: 'pakai kunci SSH, atau credential helper Git',
  },
  NEW098: {
    text: '{address} tidak dapat diambil: {reason}',
    next: 'coba: git clone {address}',
  },
  NEW099: {
    text: '{name} {version} benar: {files} berkas dari setiap permintaan',
    next: 'induk new --template {name} --request FILE',
  },
};
